import { startTestBackend } from '@backstage/backend-test-utils';
import { portalFeatures } from '../__tests__/__testUtils__/features';
import { crowd } from '../__tests__/__testUtils__/people';
import {
  emptyDatabase,
  everyDatabase,
} from '../__tests__/__testUtils__/portal';
import {
  activate,
  asked,
  policy,
  seat,
  settled,
} from '../__tests__/__testUtils__/stories';
import { Portal, portalAt } from '../__tests__/__testUtils__/wire';
import { Database } from '../database';
import { pageOfRequests } from './requestQueries';

const byGroup = (name: string) => [
  { type: 'group', group: `group:default/${name}` },
];

describe.each(everyDatabase)('whom a list says requests wait for on %s', id => {
  let portal: Portal;
  let database: Database;

  beforeAll(async () => {
    const knex = await emptyDatabase(id);
    database = new Database(knex);
    const { server } = await startTestBackend({
      features: portalFeatures(knex),
    });
    portal = portalAt(Number(server.port()));
    await activate(portal, policy('crowd', { approvers: byGroup('crowd') }));
    await activate(
      portal,
      policy(
        'both',
        {
          approvers: byGroup('platform'),
          parallelGroup: 1,
          quorum: { mode: 'all' },
        },
        {
          approvers: [...byGroup('platform'), ...byGroup('crowd')],
          parallelGroup: 1,
        },
      ),
    );
    await activate(
      portal,
      policy('next', {}, { approvers: [{ type: 'user', user: 'frank' }] }),
    );
  }, 60_000);

  const namesOf = async (requestId: string) => {
    const { items } = await portal.as('erin').listRequests({ query: {} });
    return items
      .find(item => item.id === requestId)!
      .waitingOn.map(ref => ref.replace('user:default/', ''));
  };
  const rowsOf = async (requestId: string) => {
    const page = await pageOfRequests(
      database,
      { scope: 'all' },
      { sort: 'created_at', descending: true, limit: 100 },
      new Date().toISOString(),
    );
    return page.stages
      .filter(({ request_id }) => request_id === requestId)
      .map(({ waiting_on }) => waiting_on?.split(' ') ?? []);
  };

  it('are ten at most, and no more are read', async () => {
    const { id: requestId } = await asked(portal, 'crowd');
    const names = await namesOf(requestId);
    expect(names).toHaveLength(10);
    expect(names.filter(name => !crowd.includes(name))).toEqual([]);
    expect((await rowsOf(requestId)).map(({ length }) => length)).toEqual([10]);
  });

  it('are each named once, though they sit in several stages, and make room for others', async () => {
    const { id: requestId } = await asked(portal, 'both');
    const names = await namesOf(requestId);
    expect(names.slice(0, 3)).toEqual(['bob', 'carol', 'dave']);
    expect(new Set(names).size).toBe(10);
    expect(names).toHaveLength(10);
  });

  it('are those with open seats in the present round', async () => {
    const request = await asked(portal, 'next');
    expect(await namesOf(request.id)).toEqual(['bob', 'carol', 'dave']);
    await portal.as('bob').decideTask({
      params: { id: seat(request, 'bob') },
      body: { decision: 'approve' },
    });
    await settled(portal, request.id);
    expect(await namesOf(request.id)).toEqual(['frank']);
    expect(await rowsOf(request.id)).toEqual([[], ['user:default/frank']]);
  });
});
