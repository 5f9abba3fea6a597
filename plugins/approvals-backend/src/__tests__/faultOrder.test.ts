import { Request } from '@countersign/backstage-plugin-approvals-common';
import { Who } from './__testUtils__/callers';
import { startPortal } from './__testUtils__/portal';
import { activate, ask, asked, policy, seat } from './__testUtils__/stories';
import { Portal } from './__testUtils__/wire';

const UNKNOWN = '019ab3c4-0000-7000-8000-000000000001';
const GARBAGE = { decision: 'maybe', more: 7 };
const approve = { decision: 'approve' };
const override = { decision: 'approve', override: { reason: 'Away' } };

describe('of several faults at once the first one counts', () => {
  let portal: Portal;
  /** Bob has approved, the first stage of two is over: seats of Carol and Dave are released. */
  let going: Request;
  /** The same, and cancelled since. */
  let over: Request;
  /** Nothing has happened yet but that Dave handed his seat on. */
  let fresh: Request;
  /** The seats as they were while all were open. */
  const seats: Record<string, string> = {};

  const bobApproved = async (name: string) => {
    const request = await asked(portal, 'two');
    for (const person of ['bob', 'carol']) {
      seats[`${person} of ${name}`] = seat(request, person);
    }
    await portal.as('bob').decideTask({
      params: { id: seat(request, 'bob') },
      body: { decision: 'approve' },
    });
    return request;
  };

  beforeAll(async () => {
    portal = await startPortal();
    await activate(portal, policy('two', {}, {}));
    going = await bobApproved('going');
    over = await bobApproved('over');
    await portal
      .as('erin')
      .cancelRequest({ params: { id: over.id }, body: { reason: 'x' } });
    fresh = await asked(portal, 'two');
    for (const person of ['bob', 'dave']) {
      seats[`${person} of fresh`] = seat(fresh, person);
    }
    await portal.as('dave').reassignTask({
      params: { id: seats['dave of fresh'] },
      body: { person: 'crowd1' },
    });
    seats.unknown = UNKNOWN;
  }, 60_000);

  it.each<[Who, string, object, string]>([
    // What kind of caller, before whether there is such a thing.
    [{ service: 'ci' }, 'unknown', GARBAGE, 'NOT_ALLOWED'],
    [{ person: 'bob', actor: 'x' }, 'unknown', GARBAGE, 'TOKEN_NOT_ALLOWED'],
    [
      { person: 'bob', actor: 'x' },
      'bob of going',
      approve,
      'TOKEN_NOT_ALLOWED',
    ],
    // Whether there is such a thing for the caller, before anything about it.
    ['bob', 'unknown', GARBAGE, 'NOT_FOUND'],
    ['frank', 'bob of fresh', GARBAGE, 'NOT_FOUND'],
    ['frank', 'carol of over', approve, 'NOT_FOUND'],
    // What the caller has decided, before the rest of the body and any end.
    ['bob', 'bob of over', { decision: 'reject' }, 'ALREADY_DECIDED'],
    ['bob', 'bob of going', { decision: 'request_changes' }, 'ALREADY_DECIDED'],
    ['bob', 'bob of going', GARBAGE, 'ALREADY_DECIDED'],
    ['bob', 'bob of over', GARBAGE, 'ALREADY_DECIDED'],
    ['bob', 'bob of over', { ...approve, more: 7 }, 'ALREADY_DECIDED'],
    // Whether the caller may, before the body and any end.
    ['vera', 'bob of fresh', GARBAGE, 'NOT_ASSIGNED'],
    ['vera', 'carol of over', GARBAGE, 'NOT_ASSIGNED'],
    ['alice', 'carol of over', approve, 'NOT_ASSIGNED'],
    ['alice', 'bob of fresh', override, 'NOT_ALLOWED'],
    // The body, before what others have decided, and any end.
    ['carol', 'carol of over', GARBAGE, 'INVALID_INPUT'],
    [
      'carol',
      'carol of over',
      { decision: 'request_changes' },
      'COMMENT_REQUIRED',
    ],
    ['erin', 'bob of over', { ...approve, override: {} }, 'REASON_REQUIRED'],
    // What others have decided, before any end.
    ['erin', 'bob of over', override, 'ALREADY_DECIDED'],
    ['erin', 'bob of going', override, 'ALREADY_DECIDED'],
    // The ends, the widest first.
    ['carol', 'carol of over', approve, 'REQUEST_ENDED'],
    ['carol', 'carol of going', approve, 'STAGE_ENDED'],
    ['dave', 'dave of fresh', approve, 'TASK_ENDED'],
  ])(
    'when %j decides the seat %s with %j: %s',
    async (who, name, body, code) => {
      const path = `/tasks/${seats[name]}/decision`;
      const answer = await portal.send(who, 'POST', path, body);
      expect(answer.body.error?.code).toBe(code);
    },
  );

  it.each<[Who, string, string, string]>([
    [{ person: 'bob', actor: 'x' }, 'unknown', 'nobody', 'TOKEN_NOT_ALLOWED'],
    ['frank', 'bob of fresh', 'nobody', 'NOT_FOUND'],
    ['alice', 'bob of fresh', 'nobody', 'NOT_ASSIGNED'],
    ['bob', 'bob of over', 'no ref:', 'ALREADY_DECIDED'],
    ['carol', 'carol of over', 'nobody', 'PERSON_UNKNOWN'],
    ['carol', 'carol of over', 'alice', 'REQUEST_ENDED'],
    ['carol', 'carol of going', 'alice', 'STAGE_ENDED'],
    ['dave', 'dave of fresh', 'alice', 'TASK_ENDED'],
    ['bob', 'bob of fresh', 'alice', 'SELF_APPROVAL'],
    ['bob', 'bob of fresh', 'carol', 'ALREADY_SEATED'],
  ])(
    'when %j hands the seat %s on to %s: %s',
    async (who, name, person, code) => {
      const path = `/tasks/${seats[name]}/reassign`;
      const answer = await portal.send(who, 'POST', path, { person });
      expect(answer.body.error?.code).toBe(code);
    },
  );

  it.each<[Who, object, string]>([
    // What kind of caller, before anything else.
    [{ service: 'reader' }, { x: 1 }, 'NOT_ALLOWED'],
    // Whether the caller may ask so, before the body and the policy.
    ['alice', { requester: 'bob', policyKey: 'none' }, 'NOT_ALLOWED'],
    ['alice', { involved: ['nobody'], policyKey: 'none' }, 'NOT_ALLOWED'],
    [
      'alice',
      { execution: { kind: 'job', id: 'x' }, policyKey: 'none' },
      'NOT_ALLOWED',
    ],
    [
      'alice',
      { requester: 'bob', callbackUrl: 'https://example.com/' },
      'NOT_ALLOWED',
    ],
    // The body, before the policy.
    ['alice', { policyKey: 'none', x: 1 }, 'INVALID_INPUT'],
    [{ service: 'ci' }, { policyKey: 'none' }, 'INVALID_INPUT'],
    [
      { service: 'ci' },
      { requester: 'nobody', policyKey: 'none' },
      'PERSON_UNKNOWN',
    ],
    ['alice', { policyKey: 'none' }, 'NO_ACTIVE_VERSION'],
    [
      'alice',
      { subject: { type: 'other', id: '1', title: '1' } },
      'SUBJECT_TYPE',
    ],
  ])('when %j asks with %j: %s', async (who, parts, code) => {
    const body = { ...ask('two'), ...parts };
    const answer = await portal.send(who, 'POST', '/requests', body);
    expect(answer.body.error?.code).toBe(code);
  });

  it('the same decision again is no fault, whatever has ended since', async () => {
    const path = `/tasks/${seats['bob of over']}/decision`;
    expect(await portal.send('bob', 'POST', path, approve)).toMatchObject({
      status: 200,
    });
  });

  it.each<[string, () => string, object, string]>([
    ['alice', () => `/requests/${over.id}/withdraw`, { x: 1 }, 'INVALID_INPUT'],
    ['alice', () => `/requests/${over.id}/withdraw`, {}, 'REQUEST_ENDED'],
    ['bob', () => `/requests/${over.id}/withdraw`, { x: 1 }, 'NOT_ALLOWED'],
    ['erin', () => `/requests/${over.id}/cancel`, {}, 'REASON_REQUIRED'],
    [
      'erin',
      () => `/requests/${over.id}/cancel`,
      { reason: 'x' },
      'REQUEST_ENDED',
    ],
    [
      'alice',
      () => `/requests/${fresh.id}/resubmit`,
      {},
      'NOT_AWAITING_CHANGES',
    ],
    ['bob', () => `/requests/${fresh.id}/resubmit`, {}, 'NOT_ALLOWED'],
    [
      'alice',
      () => `/requests/${over.id}/comments`,
      { comment: 'x' },
      'REQUEST_ENDED',
    ],
    [
      'erin',
      () => `/requests/${fresh.id}/stages/1/assign`,
      { person: 'frank', reason: 'x' },
      'STAGE_NOT_STARTED',
    ],
    [
      'erin',
      () => `/requests/${fresh.id}/stages/0/assign`,
      { person: 'alice', reason: 'x' },
      'SELF_APPROVAL',
    ],
    [
      'erin',
      () => `/requests/${over.id}/stages/0/assign`,
      { person: 'alice', reason: 'x' },
      'REQUEST_ENDED',
    ],
    [
      'erin',
      () => `/requests/${going.id}/stages/0/assign`,
      { person: 'alice', reason: 'x' },
      'STAGE_ENDED',
    ],
    [
      'erin',
      () => `/requests/${fresh.id}/stages/1/retry`,
      {},
      'STAGE_NOT_STARTED',
    ],
    [
      'alice',
      () => `/requests/${over.id}/passes/revoke`,
      { reason: 'x' },
      'NO_PASS',
    ],
  ])('when %s posts to %s %j: %s', async (who, path, body, code) => {
    const answer = await portal.send(who, 'POST', path(), body);
    expect(answer.body.error?.code).toBe(code);
  });
});
