import { ResourcePermission } from '@backstage/plugin-permission-common';
import {
  Request,
  TaskItem,
} from '@countersign/backstage-plugin-approvals-common';
import {
  createApprovalsPolicyConditionalDecision,
  createApprovalsRequestConditionalDecision,
} from '../permissions/conditions';
import { Who } from './__testUtils__/callers';
import { decideByExample } from './__testUtils__/examplePolicy';
import { pages } from './__testUtils__/pages';
import {
  Criteria,
  policyConditions,
  requestConditions,
  wordsOf,
} from './__testUtils__/permissionRules';
import { everyDatabase, startPortal } from './__testUtils__/portal';
import { codeOf } from './__testUtils__/stories';
import { makeTown } from './__testUtils__/town';
import { Portal } from './__testUtils__/wire';

const user = (name: string) => `user:default/${name}`;

const CALLERS: Who[] = [
  ...['alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'vera'],
  ...[1, 2, 3, 4, 5, 6, 7].map(index => `crowd${index}`),
  { person: 'bob', actor: 'token:1' },
  { service: 'ci' },
  { service: 'other' },
  { service: 'reader' },
];

describe.each(everyDatabase)('lists on %s', database => {
  let portal: Portal;
  let requestIds: string[];
  let tasks: TaskItem[];
  /** What the outsider sees, instead of what the example policy says. */
  let shown: { requests?: Criteria; policies?: Criteria } = {};
  const outsider = 'crowd50';

  const statuses = ['open', 'decided', 'released', 'reassigned', 'withdrawn'];

  beforeAll(async () => {
    portal = await startPortal({
      database,
      decide: (permission, userRef) => {
        const about = permission as ResourcePermission<never>;
        if (userRef === user(outsider)) {
          if (shown.requests && permission.name === 'approvals.request.read') {
            return createApprovalsRequestConditionalDecision(
              about,
              shown.requests as never,
            );
          }
          if (shown.policies && permission.name === 'approvals.policy.read') {
            return createApprovalsPolicyConditionalDecision(
              about,
              shown.policies as never,
            );
          }
        }
        return decideByExample(permission, userRef);
      },
    });
    await makeTown(portal);
    const erin = portal.as('erin');
    requestIds = (await pages(query => erin.listRequests({ query }), 100)).map(
      ({ id }) => id,
    );
    tasks = (
      await Promise.all(
        ['bob', 'carol', 'dave', 'crowd1', 'crowd6', 'frank'].map(assignee =>
          pages(
            query =>
              erin.listTasks({
                query: { ...query, assignee, status: statuses as never },
              }),
            100,
          ),
        ),
      )
    ).flat();
  }, 120_000);

  const readable = async <T>(
    items: T[],
    read: (item: T) => Promise<unknown>,
  ): Promise<T[]> => {
    const codes = await Promise.all(items.map(item => codeOf(read(item))));
    return items.filter((_, index) => codes[index] === 'ok');
  };
  const listed = async (who: Who) => {
    const found = await pages(
      query => portal.as(who).listRequests({ query }),
      10,
    );
    return found.map(({ id }) => id).sort();
  };
  const readOneByOne = async (who: Who) =>
    (
      await readable(requestIds, id =>
        portal.as(who).getRequest({ params: { id } }),
      )
    ).sort();

  it('have enough to tell rules apart', () => {
    expect(requestIds.length).toBe(36);
    expect(tasks.length).toBeGreaterThan(40);
  });

  it('show each caller what they could read one by one', async () => {
    for (const who of CALLERS) {
      expect([who, await listed(who)]).toEqual([who, await readOneByOne(who)]);
    }
  }, 60_000);

  it('of seats show each caller those of the requests that they may read', async () => {
    for (const who of ['alice', 'crowd3', 'frank', 'vera', 'crowd7']) {
      const client = portal.as(who);
      for (const assignee of ['bob', 'carol', 'dave']) {
        const found = await pages(
          query =>
            client.listTasks({
              query: { ...query, assignee, status: statuses as never },
            }),
          7,
        );
        const expected = await readable(
          tasks.filter(({ person }) => person === user(assignee)),
          ({ id }) => client.getTask({ params: { id } }),
        );
        expect(found.map(({ id }) => id).sort()).toEqual(
          expected.map(({ id }) => id).sort(),
        );
      }
    }
  }, 60_000);

  /** Whether the engine would take an abstention of theirs in that request. */
  const mayDecide = async (who: string, id: string) => {
    const { status, body } = await portal.send(who, 'GET', `/requests/${id}`);
    return (
      status === 200 &&
      (body as unknown as Request).viewer.actions.abstain.allowed
    );
  };

  it.each(['alice', 'bob', 'carol', 'frank', 'crowd3', 'crowd4'])(
    'of seats to act on are for %s what the engine lets them decide',
    async who => {
      const inbox = await pages(
        query => portal.as(who).listTasks({ query }),
        5,
      );
      const allowed = await Promise.all(
        requestIds.map(id => mayDecide(who, id)),
      );
      expect(new Set(inbox.map(({ requestId }) => requestId))).toEqual(
        new Set(requestIds.filter((_, index) => allowed[index])),
      );
      expect(await portal.as(who).countTasks({})).toMatchObject({
        open: inbox.length,
      });
    },
  );

  it.each(requestConditions.map(rule => [wordsOf(rule), rule] as const))(
    'of requests follow %s as each request by itself does',
    async (_, rule) => {
      shown = { requests: rule };
      expect(await listed(outsider)).toEqual(await readOneByOne(outsider));
    },
    30_000,
  );

  it('of requests are told apart by the rules: none of these is for everything or nothing', async () => {
    const counts = [];
    for (const rule of requestConditions) {
      shown = { requests: rule };
      counts.push((await listed(outsider)).length);
    }
    const empty = counts.filter(count => count === 0).length;
    expect(empty).toBeLessThanOrEqual(6);
    expect(Math.max(...counts)).toBeLessThan(requestIds.length);
  }, 30_000);

  it.each(policyConditions.map(rule => [wordsOf(rule), rule] as const))(
    'of policies follow %s as each version by itself does',
    async (_, rule) => {
      shown = {};
      const erin = portal.as('erin');
      const keys = (await pages(query => erin.listPolicies({ query }), 2)).map(
        ({ key }) => key,
      );
      shown = { policies: rule };
      const client = portal.as(outsider);
      const found = await pages(query => client.listPolicies({ query }), 2);
      const expected = await readable(keys, key =>
        client.getPolicy({ params: { key } }),
      );
      expect(found.map(({ key }) => key)).toEqual(expected);
    },
  );

  it.each(['createdAt', '-createdAt', 'dueAt', '-dueAt'] as const)(
    'by %s give everything once and in the same order, however long the pages are',
    async sort => {
      const erin = portal.as('erin');
      const of = (limit: number) =>
        pages(query => erin.listRequests({ query: { ...query, sort } }), limit);
      const whole = (await of(100)).map(({ id }) => id);
      expect(new Set(whole)).toEqual(new Set(requestIds));
      for (const limit of [1, 7]) {
        expect((await of(limit)).map(({ id }) => id)).toEqual(whole);
      }
      const inbox = (limit: number) =>
        pages(
          query => portal.as('bob').listTasks({ query: { ...query, sort } }),
          limit,
        );
      const tasksWhole = (await inbox(100)).map(({ id }) => id);
      expect(new Set(tasksWhole).size).toBe(tasksWhole.length);
      expect((await inbox(2)).map(({ id }) => id)).toEqual(tasksWhole);
    },
    30_000,
  );

  it('of history give everything once, page by page', async () => {
    const erin = portal.as('erin');
    const audit = await pages(query => erin.listAudit({ query }), 33);
    const { events } = await erin.verifyAudit({});
    expect(new Set(audit.map(({ id }) => id)).size).toBe(events);
    expect(audit.length).toBe(events);
    const exported = await portal.send('erin', 'GET', '/audit?format=jsonl');
    const lines = String(exported.body).trim().split('\n');
    expect(lines.map(line => JSON.parse(line))).toEqual(audit.reverse());
    const [id] = requestIds;
    const timeline = await pages(
      query => erin.listRequestEvents({ params: { id }, query }),
      2,
    );
    expect(timeline.map(({ seq }) => seq)).toEqual(
      timeline.map((_, index) => index + 1),
    );
  }, 30_000);
});
