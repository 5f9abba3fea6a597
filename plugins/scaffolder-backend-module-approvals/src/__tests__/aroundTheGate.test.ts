import {
  createMockDirectory,
  mockCredentials,
} from '@backstage/backend-test-utils';
import { stringify } from 'yaml';
import { catalogModuleTemplateCheck } from '..';
import { DONE, goesOn, parked } from '../__testUtils__/parkedRuns';
import { everyDatabase, TestPortal } from '../__testUtils__/portal';
import {
  gate,
  make,
  policy,
  template,
  townspeople,
  waysAround,
} from '../__testUtils__/town';
import { until } from '../__testUtils__/until';

const folder = createMockDirectory();

const change = {
  id: 'change',
  action: 'test:change',
  input: {
    approval: '${{ (steps.approval or steps["step-1"]).output.requestId }}',
  },
};

describe.each(everyDatabase)('a way around the gate, on %s', id => {
  let portal: TestPortal;
  afterEach(() => portal.stop());

  it('comes into no catalog, and nobody runs it', async () => {
    const ways = waysAround().map(([, steps], index) =>
      template(`around-${index}`, [...steps, make({ id: 'end', input: {} })]),
    );
    const last = template('honest', [gate(), make()]);
    folder.setContent({
      'all.yaml': [...townspeople, ...ways, last]
        .map(({ relations, ...written }) => stringify(written))
        .join('---\n'),
    });
    portal = await TestPortal.start(id, {
      catalogFile: folder.resolve('all.yaml'),
      features: [catalogModuleTemplateCheck],
    });
    await portal.activate(policy('plain'));
    const isRead = (place: string) =>
      until(`the catalog has ${place}`, async () => {
        const response = await fetch(
          `http://localhost:${portal.backend.server.port()}/api/catalog/entities/by-name/${place}`,
          { headers: { authorization: mockCredentials.user.header() } },
        );
        return response.ok ? true : undefined;
      });
    await isRead('template/default/honest');
    await isRead('user/default/alice');
    await isRead('group/default/platform');
    const taskId = await parked(portal, 'honest');
    expect((await portal.requestOf(taskId)).status).toBe('in_review');

    expect(ways).toHaveLength(3);
    for (const { metadata } of ways) {
      const answer = await portal.call('POST', 'tasks', 'alice', {
        templateRef: `template:default/${metadata.name}`,
        values: { name: 'x' },
      });
      expect(answer.status).toBe(404);
    }
    expect(portal.made).toEqual([]);
  });

  it('past a catalog without the check, changes nothing where steps check their approval, and is found though nobody has told of it', async () => {
    portal = await TestPortal.start(id, { isDeaf: true });
    await portal.activate(policy('plain'));
    portal.add(template('honest', [gate(), make()]));
    const honest = await parked(portal, 'honest');
    const { id: borrowed } = await portal.decide(honest);
    const told = async (taskId: string) => {
      const { id: requestId } = await portal.requestOf(taskId);
      const { items } = await portal
        .as('erin')
        .listRequests({ query: { limit: '100' } });
      return items.find(it => it.id === requestId)?.run?.state;
    };
    /** Waits until a run was looked at, since its request has been withdrawn. */
    const looked = async (taskId: string) => {
      const { id: requestId } = await portal.requestOf(taskId);
      await until('the run was looked at', () =>
        portal.knexes
          .approvals('outbox')
          .where({ kind: 'run.resume', stream: `request:${requestId}` })
          .whereNotNull('done_at')
          .first(),
      );
    };
    const went: string[] = [];
    // With nothing, and with the approval of another run.
    for (const [input, words] of [
      [{}, 'InputError'],
      [{ requestId: borrowed }, 'ApprovalRefused'],
    ] as const) {
      for (const [, steps] of waysAround(input)) {
        portal.add(template('around', [...steps, change]));
        const taskId = await portal.run('around');
        expect(await portal.ended(taskId)).toMatchObject({
          name: 'TemplateRefused',
        });
        await looked(taskId);
        // This is what the scaffolder does.
        expect(await goesOn(portal, taskId)).toMatchObject({ name: words });
        went.push(taskId);
      }
    }
    // Also where its author says to go on after a refusal: here nothing knew of one.
    const ways = [
      ...waysAround(),
      ...waysAround({}, { onRejected: 'continue' }),
    ];
    for (const [, steps] of ways) {
      portal.add(template('around', [...steps, make({ id: 'end' })]));
      const taskId = await portal.run('around');
      await portal.ended(taskId);
      await looked(taskId);
      expect(await goesOn(portal, taskId)).toEqual(DONE);
      went.push(taskId);
    }
    expect(portal.made.filter(({ input }) => input.changed)).toEqual([]);

    // Of the step that always runs it is seen at once that it stands for the gate.
    const before = await Promise.all(went.map(told));
    expect(
      before.filter(state => state === 'bypassed').length,
    ).toBeLessThanOrEqual(4);
    await portal.reconcile();
    for (const taskId of went) {
      expect(await told(taskId)).toBe('bypassed');
      const { id: requestId } = await portal.requestOf(taskId);
      const seen = await portal
        .as('alice')
        .getRequestRun({ params: { id: requestId } });
      expect(seen).toMatchObject({ state: 'bypassed', canResume: false });
    }
    expect(await told(honest)).toBe('waiting');
  });
});
