import {
  PermissionCondition,
  PermissionCriteria,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import { Page, TaskItem } from '@countersign/backstage-plugin-approvals-common';
import {
  approvalsPolicyConditions,
  approvalsRequestConditions,
  createApprovalsPolicyConditionalDecision,
  createApprovalsRequestConditionalDecision,
} from '../permissions/conditions';
import { Who } from './__testUtils__/callers';
import { decideByExample } from './__testUtils__/examplePolicy';
import { everyDatabase, startPortal } from './__testUtils__/portal';
import { codeOf } from './__testUtils__/stories';
import { makeTown } from './__testUtils__/town';
import { Portal } from './__testUtils__/wire';

type Criteria = PermissionCriteria<PermissionCondition>;

const { isRequester, isPart, hasPolicy, hasSubjectType, ownsEntity } =
  approvalsRequestConditions;
const { hasKey, isPolicyOwner, isActive } = approvalsPolicyConditions;
const user = (name: string) => `user:default/${name}`;

const REQUEST_RULES: Criteria[] = [
  isRequester({ refs: [user('alice')] }),
  isRequester({ refs: [user('bob'), user('frank')] }),
  isRequester({ refs: [] }),
  ...['alice', 'bob', 'carol', 'dave', 'erin', 'frank'].map(name =>
    isPart({ ref: user(name) }),
  ),
  ...[1, 2, 3, 4, 5, 6].map(index => isPart({ ref: user(`crowd${index}`) })),
  hasPolicy({ keys: ['team'] }),
  hasPolicy({ keys: ['pair', 'owners', 'none'] }),
  hasSubjectType({ types: ['component'] }),
  ownsEntity({ refs: ['group:default/platform'] }),
  ownsEntity({ refs: [user('frank'), user('nobody')] }),
  { not: isPart({ ref: user('bob') }) },
  {
    allOf: [
      hasPolicy({ keys: ['team', 'pair'] }),
      { not: isRequester({ refs: [user('bob')] }) },
      {
        anyOf: [isPart({ ref: user('crowd3') }), isPart({ ref: user('erin') })],
      },
    ],
  },
] as Criteria[];

const POLICY_RULES = [
  hasKey({ keys: ['team', 'pair'] }),
  hasKey({ keys: [] }),
  isPolicyOwner({ refs: ['group:default/leads'] }),
  isActive(),
  { not: isActive() },
  { anyOf: [isPolicyOwner({ refs: ['group:default/leads'] }), isActive()] },
] as Criteria[];

const CALLERS: Who[] = [
  ...['alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'vera'],
  ...[1, 2, 3, 4, 5, 6, 7].map(index => `crowd${index}`),
  { person: 'bob', actor: 'token:1' },
  { service: 'ci' },
  { service: 'other' },
  { service: 'reader' },
];

/** A rule in words. */
function wordsOf(rule: Criteria): string {
  if ('not' in rule) {
    return `not ${wordsOf(rule.not)}`;
  }
  if ('allOf' in rule) {
    return `(${rule.allOf.map(wordsOf).join(' and ')})`;
  }
  if ('anyOf' in rule) {
    return `(${rule.anyOf.map(wordsOf).join(' or ')})`;
  }
  const [values = ''] = Object.values(rule.params ?? {});
  return `${rule.rule} ${[values].flat().join('+')}`.trim();
}

/** Everything of a list, page by page. */
async function pages<T>(
  list: (query: { limit: string; cursor?: string }) => Promise<Page<T>>,
  limit: number,
): Promise<T[]> {
  const items: T[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await list({ limit: `${limit}`, cursor });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    items.push(...page.items);
    if (!page.nextCursor) {
      return items;
    }
    cursor = page.nextCursor;
  }
}

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
    expect(requestIds.length).toBe(36);
    expect(tasks.length).toBeGreaterThan(40);
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

  it('of seats to act on are what the engine lets one decide', async () => {
    for (const who of ['alice', 'bob', 'carol', 'frank', 'crowd3', 'crowd4']) {
      const inbox = await pages(
        query => portal.as(who).listTasks({ query }),
        5,
      );
      for (const id of requestIds) {
        const request = await portal.as('erin').getRequest({ params: { id } });
        const mine = inbox.filter(({ requestId }) => requestId === id);
        const seen = await codeOf(
          portal.as(who).getRequest({ params: { id } }),
        );
        const allowed =
          seen === 'ok' &&
          (await portal.as(who).getRequest({ params: { id } })).viewer.actions
            .abstain.allowed;
        expect([
          who,
          request.policy.key,
          request.status,
          mine.length > 0,
        ]).toEqual([who, request.policy.key, request.status, allowed]);
      }
      expect(await portal.as(who).countTasks({})).toMatchObject({
        open: inbox.length,
      });
    }
  }, 60_000);

  it.each(REQUEST_RULES.map(rule => [wordsOf(rule), rule] as const))(
    'of requests follow %s as each request by itself does',
    async (_, rule) => {
      shown = { requests: rule };
      expect(await listed(outsider)).toEqual(await readOneByOne(outsider));
    },
    30_000,
  );

  it('of requests are told apart by the rules: none of these is for everything or nothing', async () => {
    const counts = [];
    for (const rule of REQUEST_RULES) {
      shown = { requests: rule };
      counts.push((await listed(outsider)).length);
    }
    const empty = counts.filter(count => count === 0).length;
    expect(empty).toBeLessThanOrEqual(5);
    expect(Math.max(...counts)).toBeLessThan(requestIds.length);
  }, 30_000);

  it.each(POLICY_RULES.map(rule => [wordsOf(rule), rule] as const))(
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
