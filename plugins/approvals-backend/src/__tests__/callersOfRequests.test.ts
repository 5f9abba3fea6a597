import { Request } from '@countersign/backstage-plugin-approvals-common';
import { Who } from './__testUtils__/callers';
import { startPortal } from './__testUtils__/portal';
import { activate, asked, codeOf, policy, seat } from './__testUtils__/stories';
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

  it('a service that may use passes is told what is wrong with one, though it sees no request; others are told nothing', async () => {
    const { id, digest } = await asked(portal, 'plain');
    const use = (service: 'runner' | 'ci') => {
      const client = portal.as({ service });
      const body = { consumer: 'job-1', policyKey: 'plain', digest };
      return codeOf(client.consumePass({ params: { id }, body }));
    };
    expect(await use('runner')).toBe('NO_PASS');
    expect(await use('ci')).toBe('NOT_FOUND');
  });
});
