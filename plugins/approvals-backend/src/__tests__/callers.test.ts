import { Who } from './__testUtils__/callers';
import { startPortal } from './__testUtils__/portal';
import { activate, ask, codeOf, policy } from './__testUtils__/stories';
import { Portal } from './__testUtils__/wire';

const NO = 'NOT_ALLOWED';
const NONE = 'NOT_FOUND';
const TOKEN = 'TOKEN_NOT_ALLOWED';

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
const hook = () => (client: ReturnType<Portal['as']>) =>
  client.createWebhook({
    body: { name: 'x', url: 'https://hooks.example.com/', enabled: false },
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
  ['erin', 'makes an endpoint', hook(), 'ok'],
  ['alice', 'makes an endpoint', hook(), NO],
  ['vera', 'makes an endpoint', hook(), NO],
  [token('erin'), 'makes an endpoint', hook(), TOKEN],
  [{ service: 'steward' }, 'makes an endpoint', hook(), 'ok'],
  [{ service: 'ci' }, 'makes an endpoint', hook(), NO],
  ['alice', 'lists endpoints', client => client.listWebhooks({}), NO],
  [token('erin'), 'lists endpoints', client => client.listWebhooks({}), 'ok'],
  [
    { service: 'reader' },
    'lists endpoints',
    client => client.listWebhooks({}),
    NO,
  ],
  ['alice', 'lists deliveries', client => client.listDeliveries({}), NO],
  ['erin', 'lists deliveries', client => client.listDeliveries({}), 'ok'],
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
    const deeds: Row[2][] = [
      client => client.getRequest({ params }),
      client => client.commentRequest({ params, body: { comment: 'Hm' } }),
      client => client.withdrawRequest({ params, body: {} }),
    ];
    for (const deed of deeds) {
      const other = portal.as({ service: 'other' });
      expect(await codeOf(deed(other))).toBe(NONE);
      const itself = portal.as({ service: 'ci' });
      expect(await codeOf(deed(itself))).toBe('ok');
    }
  });
});
