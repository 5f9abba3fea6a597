import { EngineEvent, evolve, RequestState, StageState } from '..';
import { countedSeats, isMet, naiveVerdict } from './naive';
import { Played } from './world';

/** Stages that stand elsewhere than a naive count puts them. */
export function countFaults(state: RequestState): string[] {
  return state.stages
    .filter(
      ({ status, peopleKnown }) =>
        peopleKnown && (status === 'active' || status === 'held'),
    )
    .flatMap(stage => {
      const verdict = naiveVerdict(state.definition.stages[stage.index], stage);
      const standing = stage.reason
        ? `${stage.status}: ${stage.reason}`
        : stage.status;
      return standing === verdict ? [] : [`${standing}, but ${verdict}`];
    });
}

/** Stages that passed without what their policy demands, at the moment they did. */
export function passingFaults({ before, answer }: Played): string[] {
  const faults: string[] = [];
  let state = before;
  for (const event of answer.kind === 'stepped' ? answer.events : []) {
    state = evolve(state, event);
    if (event.type === 'stage.approved' && !isFairApproval(state, event)) {
      faults.push(`stage ${event.payload.stage} was approved unfairly`);
    }
    if (event.type === 'stage.skipped' && !isFairSkip(state, event)) {
      faults.push(`stage ${event.payload.stage} was skipped unfairly`);
    }
  }
  return faults;
}

function isFairApproval(
  state: RequestState,
  {
    actor,
    payload: { round, stage: index, reason },
  }: Extract<EngineEvent, { type: 'stage.approved' }>,
): boolean {
  const definition = state.definition.stages[index];
  const stage = state.stages.find(
    one => one.round === round && one.index === index,
  ) as StageState;
  return reason === 'deadline'
    ? actor === 'system:deadline' && definition.deadline?.onBreach === 'approve'
    : isMet(definition, countedSeats(stage));
}

function isFairSkip(
  { definition }: RequestState,
  { payload }: Extract<EngineEvent, { type: 'stage.skipped' }>,
): boolean {
  const { skipIf, onNoApprovers, approvers } = definition.stages[payload.stage];
  return payload.reason === 'condition'
    ? skipIf !== undefined
    : onNoApprovers === 'skip' &&
        !approvers.some(({ required, min }) => required || min);
}
