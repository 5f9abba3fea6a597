import {
  PolicyDefinitionInput,
  Request,
  ViewerAction,
  ViewerActionName,
} from '@countersign/backstage-plugin-approvals-common';
import fc from 'fast-check';
import { crowd } from './__testUtils__/people';
import { startPortal } from './__testUtils__/portal';
import {
  activate,
  ask,
  policy,
  present,
  settled,
} from './__testUtils__/stories';
import { Portal } from './__testUtils__/wire';

type StageInput = Partial<PolicyDefinitionInput['stages'][number]>;

const STAGES = fc.record<StageInput>({
  quorum: fc.constantFrom(
    { mode: 'count', value: 1 },
    { mode: 'count', value: 2 },
    { mode: 'all' },
    { mode: 'percentage', value: 60 },
  ),
  rejections: fc.constantFrom(1, 2),
  onNoApprovers: fc.constantFrom('hold', 'skip'),
  comment: fc.constantFrom('optional', 'required'),
  parallelGroup: fc.constantFrom(undefined, 1),
  approvers: fc.constantFrom<StageInput['approvers']>(
    [{ type: 'group', group: 'platform' }],
    [
      { type: 'user', user: 'bob', required: true },
      { type: 'user', user: 'alice' },
    ],
    [
      { type: 'user', user: 'carol' },
      { type: 'user', user: 'erin' },
    ],
    [{ type: 'user', user: 'alice' }],
  ),
  observers: fc.constantFrom([], [{ type: 'user', user: 'frank' }]),
});

const POLICIES = fc.record({
  stages: fc.array(STAGES, { minLength: 1, maxLength: 3 }),
  forbidSelfApproval: fc.boolean(),
  forbidRepeatApprovers: fc.boolean(),
});

const TURNS = fc.array(fc.record({ who: fc.nat(), action: fc.nat() }), {
  minLength: 6,
  maxLength: 14,
});

const PEOPLE = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'vera'];

let names = 0;
/** Somebody who has nothing to do with any request yet. */
const newcomer = () => crowd[names++ % crowd.length];

/** How an action that is shown is taken; undefined where there is nothing to send. */
function toSend(
  name: ViewerActionName,
  { taskId, stage }: ViewerAction,
  id: string,
): { path: string; body: object } | undefined {
  const comment = 'As shown';
  switch (name) {
    case 'approve':
    case 'reject':
    case 'abstain':
    case 'request_changes':
      return taskId === undefined
        ? undefined
        : {
            path: `/tasks/${taskId}/decision`,
            body: { decision: name, comment },
          };
    case 'override':
      return taskId === undefined
        ? undefined
        : {
            path: `/tasks/${taskId}/decision`,
            body: { decision: 'approve', comment, override: { reason: 'x' } },
          };
    case 'reassign':
      return taskId === undefined
        ? undefined
        : { path: `/tasks/${taskId}/reassign`, body: { person: newcomer() } };
    case 'assign':
      return {
        path: `/requests/${id}/stages/${stage}/assign`,
        body: { person: newcomer(), reason: 'x' },
      };
    case 'retry':
      return { path: `/requests/${id}/stages/${stage}/retry`, body: {} };
    case 'comment':
      return { path: `/requests/${id}/comments`, body: { comment } };
    case 'withdraw':
    case 'resubmit':
      return { path: `/requests/${id}/${name}`, body: {} };
    case 'cancel':
      return { path: `/requests/${id}/cancel`, body: { reason: 'x' } };
    case 'revoke':
      return { path: `/requests/${id}/passes/revoke`, body: { reason: 'x' } };
    default:
      // Running what was approved again is for what runs it.
      return undefined;
  }
}

describe('what the viewer of a request is promised', () => {
  let portal: Portal;
  let policies = 0;
  const tried: Record<'kept' | 'refused', number> = { kept: 0, refused: 0 };

  beforeAll(async () => {
    portal = await startPortal();
    for (const delegator of ['bob', 'carol']) {
      await portal.as(delegator).createDelegation({
        body: {
          delegate: delegator === 'bob' ? 'vera' : 'dave',
          start: new Date().toISOString(),
          end: new Date(Date.now() + 3_600_000).toISOString(),
        },
      });
    }
  }, 60_000);

  const attempt = async (
    who: string,
    request: Request,
    name: ViewerActionName,
  ): Promise<{ promised: string; answered: string } | undefined> => {
    const action = request.viewer.actions[name];
    const sent = toSend(name, action, request.id);
    if (!sent) {
      return undefined;
    }
    const { status, body } = await portal.send(
      who,
      'POST',
      sent.path,
      sent.body,
    );
    // The same decision again changes nothing: it gets the first answer.
    const isRepeated = status === 200 && sent.path.endsWith('/decision');
    const answered = isRepeated ? 'ALREADY_DECIDED' : body.error?.code;
    return {
      promised: action.allowed ? 'ok' : String(action.code),
      answered: answered ?? 'ok',
    };
  };

  /** Everybody who may have something to say. */
  const cast = (request: Request) => [
    ...PEOPLE,
    ...present(request)
      .flatMap(({ tasks }) => tasks)
      .filter(({ status }) => status === 'open')
      .map(({ person }) => person.replace('user:default/', '')),
  ];

  const takeTurn = async (
    id: string,
    turn: { who: number; action: number },
  ): Promise<void> => {
    const people = cast(await settled(portal, id));
    const who = people[turn.who % people.length];
    const shown = await portal.send(who, 'GET', `/requests/${id}`);
    if (shown.status === 404) {
      return;
    }
    const request = shown.body as unknown as Request;
    const all = Object.keys(request.viewer.actions) as ViewerActionName[];
    const isAllowed = (name: ViewerActionName) =>
      request.viewer.actions[name].allowed;
    for (const name of all.filter(other => !isAllowed(other))) {
      const refused = await attempt(who, request, name);
      expect([who, name, refused?.answered]).toEqual([
        who,
        name,
        refused?.promised,
      ]);
      tried.refused += refused ? 1 : 0;
    }
    const allowed = all.filter(isAllowed).filter(name => name !== 'resume');
    if (allowed.length > 0) {
      const name = allowed[turn.action % allowed.length];
      const kept = await attempt(who, request, name);
      expect([who, name, kept?.answered]).toEqual([who, name, 'ok']);
      tried.kept += 1;
    }
  };

  it('is accepted, and what it is refused is refused with the same code', async () => {
    await fc.assert(
      fc.asyncProperty(POLICIES, TURNS, async (made, turns) => {
        policies += 1;
        const key = `random-${policies}`;
        const { stages, ...separationOfDuties } = made;
        const grouped = stages.every(({ parallelGroup }) => parallelGroup);
        await activate(portal, {
          ...policy(
            key,
            ...stages.map(stage => ({
              ...stage,
              parallelGroup: grouped ? 1 : undefined,
            })),
          ),
          owner: 'group:default/leads',
          separationOfDuties,
        });
        const { id } = await portal
          .as('alice')
          .createRequest({ body: ask(key) });
        for (const turn of turns) {
          await takeTurn(id, turn);
        }
      }),
      { numRuns: 15, endOnFailure: false },
    );
    expect(tried.kept).toBeGreaterThan(20);
    expect(tried.refused).toBeGreaterThan(100);
  }, 180_000);
});
