import { Request } from '@countersign/backstage-plugin-approvals-common';
import { Who } from './__testUtils__/callers';
import { startPortal } from './__testUtils__/portal';
import {
  activate,
  ask,
  asked,
  codeOf,
  policy,
  seat,
} from './__testUtils__/stories';
import { Portal } from './__testUtils__/wire';

/** Alice has asked, Bob is seated, Dave owns the policy, Frank has nothing to do with it. */
const CALLERS: Record<string, Who> = {
  alice: 'alice',
  bob: 'bob',
  dave: 'dave',
  frank: 'frank',
  viewer: 'vera',
  admin: 'erin',
  'alice’s token': { person: 'alice', actor: 'plugin:scaffolder' },
  'bob’s token': { person: 'bob', actor: 'plugin:scaffolder' },
  'admin’s token': { person: 'erin', actor: 'plugin:scaffolder' },
  service: { service: 'ci' },
  steward: { service: 'steward' },
  reader: { service: 'reader' },
};

type Deed = (
  client: ReturnType<Portal['as']>,
  request: Request,
) => Promise<unknown>;

const bobs = (request: Request) => ({ id: seat(request, 'bob') });

const DEEDS: Record<string, Deed> = {
  read: (client, { id }) => client.getRequest({ params: { id } }),
  'read its history': (client, { id }) =>
    client.listRequestEvents({ params: { id } }),
  'read a seat': (client, request) => client.getTask({ params: bobs(request) }),
  comment: (client, { id }) =>
    client.commentRequest({ params: { id }, body: { comment: 'Hm' } }),
  withdraw: (client, { id }) =>
    client.withdrawRequest({ params: { id }, body: {} }),
  cancel: (client, { id }) =>
    client.cancelRequest({ params: { id }, body: { reason: 'No' } }),
  decide: (client, request) =>
    client.decideTask({
      params: bobs(request),
      body: { decision: 'approve' },
    }),
  override: (client, request) =>
    client.decideTask({
      params: bobs(request),
      body: { decision: 'approve', override: { reason: 'Away' } },
    }),
  claim: (client, request) =>
    client.claimTask({ params: bobs(request), body: {} }),
  'hand on': (client, request) =>
    client.reassignTask({ params: bobs(request), body: { person: 'crowd1' } }),
  assign: (client, { id }) =>
    client.assignStage({
      params: { id, index: 0 },
      body: { person: 'crowd1', reason: 'Help' },
    }),
  retry: (client, { id }) =>
    client.retryStage({ params: { id, index: 0 }, body: {} }),
  simulate: (client, { id }) =>
    client.simulatePolicy({ body: { key: 'plain', requestId: id } }),
};

const NO = 'NOT_ALLOWED';
const NONE = 'NOT_FOUND';
const SEAT = 'NOT_ASSIGNED';
const TOKEN = 'TOKEN_NOT_ALLOWED';

/** In the order of CALLERS. */
const MATRIX: Record<string, string[]> = {
  read: [
    'ok',
    'ok',
    'ok',
    NONE,
    'ok',
    'ok',
    'ok',
    'ok',
    'ok',
    NONE,
    'ok',
    'ok',
  ],
  'read its history': [
    'ok',
    'ok',
    'ok',
    NONE,
    'ok',
    'ok',
    'ok',
    'ok',
    'ok',
    NONE,
    'ok',
    'ok',
  ],
  'read a seat': [
    'ok',
    'ok',
    'ok',
    NONE,
    'ok',
    'ok',
    'ok',
    'ok',
    'ok',
    NONE,
    'ok',
    'ok',
  ],
  comment: ['ok', 'ok', 'ok', NONE, NO, 'ok', 'ok', 'ok', 'ok', NONE, 'ok', NO],
  withdraw: ['ok', NO, NO, NONE, NO, NO, 'ok', NO, NO, NONE, NO, NO],
  cancel: [NO, NO, NO, NONE, NO, 'ok', TOKEN, TOKEN, TOKEN, NONE, 'ok', NO],
  decide: [SEAT, 'ok', SEAT, NONE, SEAT, SEAT, TOKEN, TOKEN, TOKEN, NO, NO, NO],
  override: [NO, 'ok', NO, NONE, NO, 'ok', TOKEN, TOKEN, TOKEN, NO, NO, NO],
  claim: [SEAT, 'ok', SEAT, NONE, SEAT, SEAT, TOKEN, TOKEN, TOKEN, NO, NO, NO],
  'hand on': [
    SEAT,
    'ok',
    SEAT,
    NONE,
    SEAT,
    'ok',
    TOKEN,
    TOKEN,
    TOKEN,
    NO,
    NO,
    NO,
  ],
  assign: [NO, NO, NO, NONE, NO, 'ok', TOKEN, TOKEN, TOKEN, NO, NO, NO],
  retry: [NO, NO, 'ok', NONE, NO, 'ok', TOKEN, TOKEN, TOKEN, NONE, 'ok', NO],
  simulate: [
    'ok',
    'ok',
    'ok',
    NONE,
    'ok',
    'ok',
    'ok',
    'ok',
    'ok',
    NONE,
    NONE,
    'ok',
  ],
};

describe('who may do what with a request of Alice', () => {
  let portal: Portal;

  beforeAll(async () => {
    portal = await startPortal();
    await activate(portal, {
      ...policy('plain', {
        quorum: { mode: 'count', value: 3 },
        rejections: 3,
      }),
      owner: 'group:default/leads',
    });
  }, 60_000);

  it.each(Object.entries(DEEDS))(
    '%s',
    async (name, deed) => {
      let request: Request | undefined;
      const answers: Record<string, string> = {};
      for (const [caller, who] of Object.entries(CALLERS)) {
        request ??= await asked(portal, 'plain');
        answers[caller] = await codeOf(deed(portal.as(who), request));
        if (answers[caller] === 'ok') {
          request = undefined;
        }
      }
      expect(answers).toEqual(
        Object.fromEntries(
          Object.keys(CALLERS).map((caller, at) => [caller, MATRIX[name][at]]),
        ),
      );
    },
    30_000,
  );
});

const window = { start: '2040-01-01T00:00:00Z', end: '2040-01-02T00:00:00Z' };
let keys = 0;

type Row = [
  who: Who,
  what: string,
  deed: (client: ReturnType<Portal['as']>) => Promise<unknown>,
  code: string,
];

const create =
  (more: object = {}) =>
  (client: ReturnType<Portal['as']>) =>
    client.createRequest({ body: { ...ask('plain'), ...more } });
const delegate =
  (more: object = {}) =>
  (client: ReturnType<Portal['as']>) =>
    client.createDelegation({
      body: { delegate: `crowd${++keys}`, ...window, ...more },
    });
const write = () => (client: ReturnType<Portal['as']>) =>
  client.createPolicy({ body: { definition: policy(`new-${++keys}`) } });
const draft = { key: 'plain', version: 2 };
const execution = () => ({ execution: { kind: 'job', id: `${++keys}` } });
const token = (person: string) => ({ person, actor: 'token:1' });

const ROWS: Row[] = [
  ['frank', 'asks', create(), 'ok'],
  [token('frank'), 'asks for Frank', create(), 'ok'],
  ['frank', 'asks for Alice', create({ requester: 'alice' }), NO],
  ['frank', 'says who is involved', create({ involved: ['bob'] }), NO],
  ['frank', 'asks for something that runs', create(execution()), NO],
  ['stranger', 'asks', create(), 'PERSON_UNKNOWN'],
  [{ service: 'ci' }, 'asks for Alice', create({ requester: 'alice' }), 'ok'],
  [{ service: 'ci' }, 'asks for nobody', create(), 'INVALID_INPUT'],
  [
    { service: 'ci' },
    'asks for something that runs',
    create({ requester: 'alice', ...execution() }),
    NO,
  ],
  [
    { service: 'runner' },
    'asks for something that runs',
    create({ requester: 'alice', ...execution() }),
    'ok',
  ],
  [{ service: 'reader' }, 'asks', create({ requester: 'alice' }), NO],
  ['alice', 'delegates', delegate(), 'ok'],
  [token('alice'), 'delegates', delegate(), TOKEN],
  ['alice', 'delegates for Bob', delegate({ delegator: 'bob' }), NO],
  ['erin', 'delegates for Bob', delegate({ delegator: 'bob' }), 'ok'],
  [{ service: 'ci' }, 'delegates', delegate({ delegator: 'bob' }), NO],
  [{ service: 'steward' }, 'delegates', delegate({ delegator: 'bob' }), NO],
  [
    'alice',
    'lists Bob’s delegations',
    client => client.listDelegations({ query: { person: 'bob' } }),
    NO,
  ],
  [
    'erin',
    'lists Bob’s delegations',
    client => client.listDelegations({ query: { person: 'bob' } }),
    'ok',
  ],
  [
    { service: 'steward' },
    'lists Bob’s delegations',
    client => client.listDelegations({ query: { person: 'bob' } }),
    'ok',
  ],
  [
    { service: 'ci' },
    'lists Bob’s delegations',
    client => client.listDelegations({ query: { person: 'bob' } }),
    NO,
  ],
  ['alice', 'writes a policy', write(), NO],
  ['vera', 'writes a policy', write(), NO],
  ['erin', 'writes a policy', write(), 'ok'],
  [token('erin'), 'writes a policy', write(), TOKEN],
  [{ service: 'publisher' }, 'writes a policy', write(), 'ok'],
  [{ service: 'ci' }, 'writes a policy', write(), NO],
  [
    'alice',
    'reads a draft',
    client => client.getPolicyVersion({ params: draft }),
    NONE,
  ],
  [
    'vera',
    'reads a draft',
    client => client.getPolicyVersion({ params: draft }),
    'ok',
  ],
  [
    'alice',
    'reads what is in force',
    client => client.getPolicyVersion({ params: { ...draft, version: 1 } }),
    'ok',
  ],
  [
    'alice',
    'activates a draft',
    client => client.activatePolicyVersion({ params: draft, body: {} }),
    NONE,
  ],
  [
    'vera',
    'activates a draft',
    client => client.activatePolicyVersion({ params: draft, body: {} }),
    NO,
  ],
  [
    token('erin'),
    'activates a draft',
    client => client.activatePolicyVersion({ params: draft, body: {} }),
    TOKEN,
  ],
  [
    'alice',
    'throws a draft away',
    client => client.deletePolicyVersion({ params: draft }),
    NONE,
  ],
  [
    'vera',
    'throws a draft away',
    client => client.deletePolicyVersion({ params: draft }),
    NO,
  ],
  [
    'alice',
    'takes what is in force out of it',
    client =>
      client.deactivatePolicyVersion({
        params: { ...draft, version: 1 },
        body: {},
      }),
    NO,
  ],
  [
    'alice',
    'tries a definition out',
    client => client.simulatePolicy({ body: { definition: policy('try') } }),
    NO,
  ],
  [
    'alice',
    'checks a definition',
    client => client.validatePolicy({ body: { definition: policy('try') } }),
    NO,
  ],
  ['erin', 'reads the audit', client => client.listAudit({}), 'ok'],
  ['vera', 'verifies the audit', client => client.verifyAudit({}), 'ok'],
  ['alice', 'reads the audit', client => client.listAudit({}), NO],
  ['alice', 'verifies the audit', client => client.verifyAudit({}), NO],
  [
    { service: 'reader' },
    'reads the audit',
    client => client.listAudit({}),
    'ok',
  ],
  [{ service: 'ci' }, 'reads the audit', client => client.listAudit({}), NO],
  [
    { header: '' },
    'reads requests',
    client => client.listRequests({}),
    'UNAUTHENTICATED',
  ],
  [
    { header: 'Bearer forged' },
    'reads requests',
    client => client.listRequests({}),
    'UNAUTHENTICATED',
  ],
  [
    { header: '' },
    'reads the document of the API',
    client => client.getOpenApi({}),
    'ok',
  ],
];

describe('who may do what', () => {
  let portal: Portal;

  beforeAll(async () => {
    portal = await startPortal();
    await activate(portal, policy('plain'));
    await portal
      .as('erin')
      .createPolicyVersion({ params: { key: 'plain' }, body: {} });
  }, 60_000);

  it.each(ROWS.map(([who, what, deed, code]) => ({ who, what, deed, code })))(
    '$who $what: $code',
    async ({ who, deed, code }) => {
      expect(await codeOf(deed(portal.as(who)))).toBe(code);
    },
  );

  it('a service reads, comments and withdraws what it asked for itself', async () => {
    const { id } = await portal
      .as({ service: 'ci' })
      .createRequest({ body: { ...ask('plain'), requester: 'alice' } });
    const params = { id };
    const deeds: Record<string, Deed> = {
      read: DEEDS.read,
      comment: DEEDS.comment,
      withdraw: DEEDS.withdraw,
    };
    for (const [what, deed] of Object.entries(deeds)) {
      const made = await portal.as('erin').getRequest({ params });
      const other = portal.as({ service: 'other' });
      expect([what, await codeOf(deed(other, made))]).toEqual([what, NONE]);
      const itself = portal.as({ service: 'ci' });
      expect([what, await codeOf(deed(itself, made))]).toEqual([what, 'ok']);
    }
  });
});
