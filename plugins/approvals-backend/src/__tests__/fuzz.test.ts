import {
  OperationName,
  operations,
} from '@countersign/backstage-plugin-approvals-common';
import fc from 'fast-check';
import { Who } from './__testUtils__/callers';
import { everyDatabase, startPortal } from './__testUtils__/portal';
import { policy, verified } from './__testUtils__/stories';
import { Portal } from './__testUtils__/wire';
import { makeWorld, placeOf, World } from './__testUtils__/world';

type Json = fc.JsonValue;

const subject = {
  type: 'demo.artifact',
  id: 'fuzz',
  title: 'Fuzz',
  link: 'https://example.test/',
  entityRef: 'component:default/billing',
};
const times = { start: '2040-03-01T00:00:00Z', end: '2040-03-02T00:00:00Z' };
const definition = {
  ...policy('fuzz', {
    skipIf: 'context.a == 1',
    deadline: { after: 'PT48H', remindBefore: 'PT4H', onBreach: 'notify' },
    observers: [{ type: 'owner' }],
  }),
  owner: 'group:default/leads',
  contextSchema: { type: 'object', properties: { a: { type: 'integer' } } },
  requestTtl: 'P14D',
};
const words = { reason: 'x' };
const webhook = {
  name: 'x',
  url: 'http://localhost:9/',
  types: ['request.approved'],
  policyKeys: ['plain'],
  usedFor: ['rules'],
  enabled: true,
};

/** A body that each operation could take; parts of it are then replaced. */
const NEARLY: Partial<Record<OperationName, Json>> = {
  createRequest: {
    policyKey: 'plain',
    requester: 'alice',
    involved: ['bob'],
    subject,
    context: { a: [1, { b: 'c' }] },
    execution: { kind: 'job', id: 'fuzz' },
  },
  commentRequest: { comment: 'x' },
  withdrawRequest: words,
  resubmitRequest: { context: { a: 1 }, comment: 'x' },
  cancelRequest: words,
  assignStage: { person: 'frank', ...words, rules: [0] },
  consumePass: { consumer: 'x', policyKey: 'pass', digest: '0'.repeat(64) },
  revokePass: words,
  decideTask: { decision: 'abstain', comment: 'x', override: words },
  decideTasks: {
    decisions: [{ taskId: 'x', decision: 'abstain', comment: 'x' }],
  },
  reassignTask: { person: 'crowd1', ...words },
  createPolicy: {
    definition: definition as Json,
    examples: [{ name: 'a', requester: 'bob', expected: { 'Stage 1': [] } }],
  },
  updatePolicyVersion: { definition: definition as Json, revision: 1 },
  validatePolicy: { definition: definition as Json },
  simulatePolicy: {
    definition: definition as Json,
    requester: 'bob',
    subject,
    context: { a: 1 },
  },
  createPolicyVersion: { from: 1 },
  createDelegation: {
    delegate: 'bob',
    ...times,
    policyKeys: ['plain'],
    ...words,
  },
  createWebhook: webhook,
  updateWebhook: webhook,
  rotateWebhookSecret: { keepOld: false },
};

const STRANGE = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom<Json>(
    '\0',
    '\ud800',
    '',
    ' ',
    '__proto__',
    'constructor',
    'User:default/Alice',
    'group:default/platform',
    '2026-02-30T00:00:00Z',
    '2026-11-24T24:00:00+23:59',
    'P1Y1Z',
    '${jndi:x}',
    "' or 1=1 --",
    '((((',
    'a.b.c.d()',
    9_007_199_254_740_993,
    -1,
    1e308,
    2 ** 31,
  ),
);

/** Replaces, removes or adds somewhere in a value, led by numbers. */
function bend(value: Json, way: number[], strange: Json): Json {
  const [turn = 0, ...rest] = way;
  if (typeof value !== 'object' || value === null) {
    return strange;
  }
  const keys = Object.keys(value);
  const choice = turn % (keys.length + 2);
  if (choice === keys.length || keys.length === 0) {
    return strange;
  }
  const copy = structuredClone(value) as Record<string, Json>;
  if (choice > keys.length) {
    const key = typeof strange === 'string' ? strange : 'added';
    return Array.isArray(copy)
      ? [...copy, strange]
      : { ...copy, [key]: strange };
  }
  const key = keys[choice];
  if (rest.length === 0) {
    return Array.isArray(copy)
      ? copy.filter((_, index) => `${index}` !== key)
      : Object.fromEntries(Object.entries(copy).filter(([k]) => k !== key));
  }
  copy[key] = bend(copy[key], rest, strange);
  return copy;
}

const CALLERS: Who[] = [
  'alice',
  'bob',
  'erin',
  'nobody',
  { person: 'bob', actor: 'x' },
  { service: 'ci' },
  { service: 'runner' },
];
const names = Object.keys(operations) as OperationName[];

const SENT = fc.record({
  name: fc.constantFrom(...names),
  // Most often somebody who may: others do not get far.
  who: fc.option(fc.constantFrom(...CALLERS), { freq: 3 }),
  way: fc.array(fc.nat(), { maxLength: 6 }),
  strange: STRANGE,
  id: fc.option(fc.string({ unit: 'binary', minLength: 1, maxLength: 50 }), {
    freq: 8,
  }),
  query: fc.array(
    fc.tuple(
      fc.constantFrom(
        ...['limit', 'cursor', 'sort', 'q', 'status', 'requester', 'person'],
        ...['createdAfter', 'entityRef', 'assignee', 'stream', 'actor', 'x'],
        ...['against', 'state', 'format', 'overdue', 'policyKey', 'type'],
        ...['endpointId', 'requestId'],
      ),
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 40 }),
        fc.constantFrom('1', 'open', 'alice', '-createdAt', 'true', 'csv', 'a'),
      ),
    ),
    { maxLength: 3 },
  ),
  key: fc.option(fc.constantFrom('same', 'other', ' ', 'x'.repeat(300)), {
    freq: 6,
  }),
});

describe.each(everyDatabase)('whatever is sent on %s', database => {
  let portal: Portal;
  let world: World;

  beforeAll(async () => {
    portal = await startPortal({ database });
    world = await makeWorld(portal);
  }, 60_000);

  it('is answered as the contract says, never with a fault of our own', async () => {
    const statuses = new Set<number>();
    await fc.assert(
      fc.asyncProperty(SENT, async ({ name, who, way, strange, ...more }) => {
        const place = placeOf(world, name);
        const operation = operations[name];
        const search = new URLSearchParams(
          operation.method === 'GET' ? more.query : [],
        );
        const ids = new RegExp(Object.values(world).join('|'));
        const path =
          more.id === null
            ? place.path
            : place.path.replace(ids, encodeURIComponent(wellFormed(more.id)));
        const { status } = await portal.send(
          who ?? place.who,
          place.method,
          search.size > 0 ? `${path}?${search}` : path,
          'body' in operation
            ? JSON.stringify(bend(NEARLY[name] ?? {}, way, strange))
            : undefined,
          more.key === null ? {} : { 'idempotency-key': more.key },
        );
        statuses.add(status);
      }),
      { numRuns: 800, endOnFailure: true },
    );
    for (const status of [200, 400, 404]) {
      expect(statuses).toContain(status);
    }
    await verified(portal);
  }, 180_000);
});

/** Only whole characters can stand in a path. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '?');
}
