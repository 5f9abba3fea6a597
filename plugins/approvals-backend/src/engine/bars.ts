import { RemovedReason } from '@countersign/backstage-plugin-approvals-common';
import { seatOf } from './lookups';
import { refuse } from './refusals';
import { Refusal, RequestState, StageState } from './types';

type Bar = Exclude<RemovedReason, 'handed_on'>;

/**
 * Separation of duties: why each barred person is kept from a stage. Built from
 * the decisions of the stage's own round, so it changes as people approve.
 */
export function barsOf(
  state: RequestState,
  stage: StageState,
): Map<string, Bar> {
  const bars = new Map<string, Bar>();
  const { forbidSelfApproval, forbidRepeatApprovers } =
    state.definition.separationOfDuties;

  for (const { decision } of stage.tasks) {
    if (decision && (decision.onBehalfOf || decision.override)) {
      bars.set(decision.by, 'decided_for_another');
    }
  }
  if (forbidRepeatApprovers) {
    for (const person of approversElsewhere(state, stage)) {
      bars.set(person, 'approved_another_stage');
    }
  }
  if (forbidSelfApproval) {
    state.involved.forEach(person => bars.set(person, 'involved'));
    askers(state).forEach(person => bars.set(person, 'requester'));
  }
  return bars;
}

/** The requester, and the agent or token that asked for them. */
function askers({ requester, actor }: RequestState): string[] {
  return actor ? [requester, actor] : [requester];
}

function approversElsewhere(
  state: RequestState,
  { round, index }: StageState,
): string[] {
  return state.stages
    .filter(other => other.round === round && other.index !== index)
    .flatMap(approversOf);
}

/**
 * Who approved in a stage: the person who clicked and, by delegation, the
 * person acted for; by override only the administrator.
 */
export function approversOf({ tasks }: StageState): string[] {
  return tasks.flatMap(({ decision }) => {
    if (decision?.decision !== 'approve') {
      return [];
    }
    return decision.onBehalfOf
      ? [decision.by, decision.onBehalfOf]
      : [decision.by];
  });
}

/** The refusal of a caller who is barred from a stage. */
export function refuseBarredCaller(
  state: RequestState,
  stage: StageState,
  person: string,
): Refusal | undefined {
  switch (barsOf(state, stage).get(person)) {
    case undefined:
      return undefined;
    case 'requester':
      return refuse('asked');
    case 'involved':
      return refuse('involved');
    case 'approved_another_stage':
      return refuse('approvedElsewhere');
    default:
      return refuse('decidedForAnother');
  }
}

/** The refusal of a person whom somebody would seat, and who is barred. */
export function refuseBarredOther(
  state: RequestState,
  stage: StageState,
  person: string,
): Refusal | undefined {
  switch (barsOf(state, stage).get(person)) {
    case undefined:
      return undefined;
    case 'requester':
      return refuse('otherAsked');
    case 'involved':
      return refuse('otherInvolved');
    case 'approved_another_stage':
      return refuse('otherApprovedElsewhere');
    default:
      return refuse('otherDecidedForAnother');
  }
}

/** The refusal of an administrator who would pick the approver of what they asked for. */
export function refuseSelfHelp(
  state: RequestState,
  person: string,
): Refusal | undefined {
  const isPart =
    askers(state).includes(person) || state.involved.includes(person);
  return state.definition.separationOfDuties.forbidSelfApproval && isPart
    ? refuse('picksApprover')
    : undefined;
}

/** The refusal of somebody who acts on another's seat while having one of their own. */
export function refuseSeatedElsewhere(
  stage: StageState,
  taskId: string,
  person: string,
): Refusal | undefined {
  const own = seatOf(stage, person);
  return own && own.id !== taskId ? refuse('seatedElsewhere') : undefined;
}
