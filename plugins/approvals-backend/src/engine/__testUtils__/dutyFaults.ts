import { RequestState, StageState, TaskState } from '..';

/** Whoever counts twice, or approved though barred, found from the decisions alone. */
export function dutyFaults(state: RequestState): string[] {
  return [
    ...state.stages.flatMap(doubleFaults),
    ...selfFaults(state),
    ...repeatFaults(state),
  ];
}

function doubleFaults({ index, tasks }: StageState): string[] {
  const seats = tasks.filter(
    ({ kind, status }) =>
      kind === 'approver' && (status === 'open' || status === 'decided'),
  );
  const holders = seats.map(({ person }) => person);
  const decided = seats.filter(({ decision }) => decision);
  const clickers = decided.map(({ decision }) => decision!.by);
  const forOthers = decided
    .filter(({ decision, person }) => decision!.by !== person)
    .map(({ decision }) => decision!.by);
  return [
    ...twice(holders).map(one => `${one} has two seats in ${index}`),
    ...twice(clickers).map(one => `${one} decided twice in ${index}`),
    ...forOthers
      .filter(one => holders.includes(one))
      .map(one => `${one}, seated in ${index}, decided for another`),
  ];
}

function selfFaults({
  definition,
  requester,
  involved,
  stages,
}: RequestState): string[] {
  if (!definition.separationOfDuties.forbidSelfApproval) {
    return [];
  }
  const own = [requester, ...involved];
  return stages
    .flatMap(({ tasks }) => tasks.flatMap(whoApproved))
    .filter(one => own.includes(one))
    .map(one => `${one} approved their own`);
}

function repeatFaults({ definition, stages }: RequestState): string[] {
  if (!definition.separationOfDuties.forbidRepeatApprovers) {
    return [];
  }
  const named = stages.flatMap(({ round, tasks }) =>
    [...new Set(tasks.flatMap(whoApproved))].map(one => `${one} in ${round}`),
  );
  return twice(named).map(one => `${one} approved two stages`);
}

function whoApproved({ decision }: TaskState): string[] {
  return decision?.decision === 'approve'
    ? [decision.by, ...(decision.onBehalfOf ? [decision.onBehalfOf] : [])]
    : [];
}

function twice(names: string[]): string[] {
  return names.filter((name, index) => names.indexOf(name) !== index);
}
