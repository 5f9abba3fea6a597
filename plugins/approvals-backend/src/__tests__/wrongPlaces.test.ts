import { operations } from '@countersign/backstage-plugin-approvals-common';
import { Who } from './__testUtils__/callers';
import { everyDatabase, startPortal } from './__testUtils__/portal';
import { ask } from './__testUtils__/stories';
import { Portal } from './__testUtils__/wire';
import { makeWorld, World } from './__testUtils__/world';

const UNKNOWN = '019ab3c4-0000-7000-8000-000000000001';
const NO_IDS = [
  'x',
  '1',
  UNKNOWN.toUpperCase(),
  UNKNOWN.replace('-7', '-4'),
  `${UNKNOWN}0`,
  '%00',
  '%zz',
  '%F0%9F',
  '..%2f..',
  "'%20or%201=1--",
  'x'.repeat(4_000),
  UNKNOWN,
];

const withId = Object.values(operations).filter(({ path }) =>
  path.includes(':id'),
);

describe.each(everyDatabase)('what names nothing on %s', database => {
  let portal: Portal;
  let world: World;

  beforeAll(async () => {
    portal = await startPortal({ database });
    world = await makeWorld(portal);
  }, 60_000);

  it.each(withId)(
    'is not there for $method $path',
    async ({ method, path }) => {
      const answers = [];
      for (const id of NO_IDS) {
        const { status, body } = await portal.send(
          'erin',
          method,
          path.replace(':id', id).replace(':index', '0'),
          method === 'POST' ? {} : undefined,
        );
        answers.push([id, status, body.error?.code]);
      }
      expect(answers).toEqual(NO_IDS.map(id => [id, 404, 'NOT_FOUND']));
    },
  );

  it.each([
    ['GET', '/policies/nothing'],
    ['GET', '/policies/No%20Key'],
    ['GET', '/policies/plain/versions/0'],
    ['GET', '/policies/plain/versions/3'],
    ['GET', '/policies/plain/versions/1e3'],
    ['GET', '/policies/plain/versions/99999999999'],
    ['POST', '/policies/plain/versions/3/activate'],
    ['POST', '/requests/ID/stages/1/retry'],
    ['POST', '/requests/ID/stages/9999999/retry'],
    ['POST', '/requests/ID/stages/-1/retry'],
    ['GET', '/nothing'],
    ['POST', '/openapi.json'],
    ['DELETE', '/requests/ID'],
  ])('is not there for %s %s', async (method, path) => {
    const answer = await portal.send(
      'erin',
      method,
      path.replace('ID', world.requestId),
      method === 'POST' ? {} : undefined,
    );
    expect(answer).toMatchObject({
      status: 404,
      body: { error: { code: 'NOT_FOUND' } },
    });
  });

  it('is one result of a bulk decision, and stops no other', async () => {
    const { results } = await portal.as('bob').decideTasks({
      body: {
        decisions: [...NO_IDS.slice(0, 3), UNKNOWN, world.taskId].map(
          taskId => ({ taskId, decision: 'approve' }),
        ),
      },
    });
    expect(results.map(({ status, error }) => [status, error?.code])).toEqual([
      ...Array(4).fill([404, 'NOT_FOUND']),
      [201, undefined],
    ]);
  });
});

const LISTS: [path: string, who: Who][] = [
  ['/requests', 'alice'],
  ['/requests/ID/events', 'alice'],
  ['/tasks', 'bob'],
  ['/policies', 'erin'],
  ['/policies/plain/versions', 'erin'],
  ['/delegations', 'alice'],
  ['/audit', 'erin'],
];

describe('a wrong query', () => {
  let portal: Portal;
  let world: World;

  const get = (who: Who, path: string) =>
    portal.send(who, 'GET', path.replace('ID', world.requestId));

  beforeAll(async () => {
    portal = await startPortal();
    world = await makeWorld(portal);
    for (let count = 0; count < 3; count++) {
      await portal.as('alice').createRequest({ body: ask('plain') });
      await portal.as('alice').createDelegation({
        body: {
          delegate: 'bob',
          start: `204${count}-01-01T00:00:00Z`,
          end: `204${count}-01-02T00:00:00Z`,
        },
      });
    }
  }, 60_000);

  describe.each(LISTS)('of %s', (path, who) => {
    it.each([
      'nonsense=1',
      '__proto__=1',
      'limit=0',
      'limit=101',
      'limit=-1',
      'limit=1.5',
      'limit=ten',
      'limit=',
      'limit=1&limit=2',
      'limit[]=1',
    ])('%s is refused with its place', async query => {
      const { status, body } = await get(who, `${path}?${query}`);
      expect([status, body.error?.code]).toEqual([400, 'INVALID_INPUT']);
      const [name] = query.split('=');
      expect(new Set(body.error?.issues?.map(issue => issue.path))).toEqual(
        new Set([`/${name}`]),
      );
    });

    it('with a cursor that is none, or a changed one, is refused', async () => {
      const first = await get(who, `${path}?limit=1`);
      const cursor = String(first.body.nextCursor);
      const changed = [
        'x',
        '%00',
        'bnVsbA',
        Buffer.from('[1,2,3,4]').toString('base64url'),
        Buffer.from('["a","b","c","d"]').toString('base64url'),
        cursor.slice(0, -5),
        cursor.slice(5),
        Buffer.from(
          JSON.stringify(
            JSON.parse(Buffer.from(cursor, 'base64url').toString()).with(
              3,
              '-',
            ),
          ),
        ).toString('base64url'),
      ];
      expect((await get(who, `${path}?limit=1&cursor=${cursor}`)).status).toBe(
        200,
      );
      for (const wrong of changed) {
        const { status, body } = await get(who, `${path}?cursor=${wrong}`);
        expect([wrong, status, body.error?.code]).toEqual([
          wrong,
          400,
          'INVALID_CURSOR',
        ]);
      }
    });
  });

  it.each([
    ['/requests?limit=1', '/tasks', 'bob'],
    ['/requests?limit=1', '/requests?q=no', 'alice'],
    ['/requests?limit=1', '/requests?sort=createdAt', 'alice'],
    ['/requests?limit=1&status=in_review', '/requests?status=approved', 'erin'],
    ['/tasks?limit=1', '/tasks?sort=-dueAt', 'bob'],
    ['/tasks?limit=1', '/requests', 'bob'],
    ['/audit?limit=1', '/audit?type=request.created', 'erin'],
    ['/policies?limit=1', '/policies?status=draft', 'erin'],
  ])('with the cursor of %s for %s is refused', async (from, to, who) => {
    const { body } = await get(who, from);
    const at = to.includes('?') ? '&' : '?';
    const answer = await get(who, `${to}${at}cursor=${body.nextCursor}`);
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { code: 'INVALID_CURSOR' } },
    });
  });

  it.each([
    ['/requests?status=gone', '/status'],
    ['/requests?sort=title', '/sort'],
    ['/requests?policyKey=No%20Key', '/policyKey'],
    ['/requests?requester=group:default/x', '/requester'],
    ['/requests?entityRef=::', '/entityRef'],
    ['/requests?createdAfter=2026-02-30T00:00:00Z', '/createdAfter'],
    ['/requests?createdBefore=2026-01-01', '/createdBefore'],
    ['/requests?createdBefore=2026-01-01T00:00:00', '/createdBefore'],
    ['/requests?q=%00', '/q'],
    [`/requests?q=${'x'.repeat(201)}`, '/q'],
    ['/tasks?assignee=a%20b', '/assignee'],
    ['/tasks?overdue=yes', '/overdue'],
    ['/tasks?status=gone&status=open', '/status/0'],
    ['/policies?status=gone', '/status'],
    ['/policies/plain/versions/1/diff', '/against'],
    ['/policies/plain/versions/1/diff?against=x', '/against'],
    ['/delegations?state=soon', '/state'],
    ['/delegations?person=group:x', '/person'],
    ['/audit?format=xml', '/format'],
    ['/audit?stream=%00', '/stream'],
    ['/audit?after=yesterday', '/after'],
    ['/audit/verify?stream=', '/stream'],
    ['/audit/verify?all=true', '/all'],
    ['/requests/ID?expand=all', '/expand'],
    ['/tasks/count?of=alice', '/of'],
    ['/rule-types?x=1', '/x'],
  ])('%s is refused with its place', async (path, place) => {
    const { status, body } = await get('erin', path);
    expect([status, body.error?.code]).toEqual([400, 'INVALID_INPUT']);
    expect(body.error?.issues?.map(issue => issue.path)).toContain(place);
  });
});
