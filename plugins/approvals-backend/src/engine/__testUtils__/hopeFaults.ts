import { decide, RequestState, StageState, step, TaskState } from '..';
import { nameOf, ref } from './callers';
import { World } from './world';

/** Open work that nobody could carry on. */
export function hopeFaults(world: World): string[] {
  const { state } = world;
  if (state.status === 'changes_requested') {
    const answer = decide(state, {
      type: 'resubmit',
      now: world.now,
      caller: world.caller('alice'),
      digest: state.digest,
    });
    return answer.kind === 'events' ? [] : ['nobody can resubmit'];
  }
  if (state.status !== 'in_review') {
    return [];
  }
  const present = state.stages.filter(({ round }) => round === state.round);
  const isWaiting = present.every(({ status }) => status === 'waiting');
  const atWork = present.filter(({ status }) =>
    ['resolving', 'active', 'held'].includes(status),
  );
  return atWork.length === 0 && !(isWaiting && awaitsConditions(state))
    ? ['nothing is at work']
    : atWork.flatMap(stage => stageFaults(world, stage));
}

function awaitsConditions({ definition }: RequestState): boolean {
  return definition.stages.some(({ skipIf }) => skipIf !== undefined);
}

function stageFaults(world: World, stage: StageState): string[] {
  const open = stage.tasks.filter(
    ({ kind, status }) => kind === 'approver' && status === 'open',
  );
  const goesOn = {
    resolving: stage.search !== undefined,
    held: stage.reason !== undefined && canBeFreed(world, stage),
    active: open.length > 0,
  }[stage.status as 'resolving' | 'held' | 'active'];
  return [
    ...(goesOn ? [] : [`stage ${stage.index} is stuck ${stage.status}`]),
    ...open
      .filter(task => !isUsable(world, task))
      .map(({ person }) => `the seat of ${person} is of no use`),
  ];
}

/** Its holder may use a seat; where the holder has left, an administrator may. */
function isUsable(world: World, { id, person }: TaskState): boolean {
  const holder = world.caller(nameOf(person));
  const answer = decide(world.state, {
    type: 'decide',
    now: world.now,
    caller: holder.isUser ? holder : world.caller('zoe'),
    taskId: id,
    decision: 'approve',
    textHash: 'words',
    override: { reasonHash: 'why' },
  });
  return answer.kind === 'events';
}

/** With enough people who are neither barred nor seated, an administrator frees any held stage. */
function canBeFreed(world: World, { index, round }: StageState): boolean {
  let { state } = world;
  for (let fresh = 0; fresh < 8; fresh += 1) {
    const answer = step(state, {
      type: 'assign',
      now: world.now,
      caller: world.caller('zoe'),
      stage: index,
      person: ref(`fresh-${fresh}`),
      personIsUser: true,
      newTaskId: `fresh-${fresh}`,
      textHash: 'why',
    });
    if (answer.kind !== 'stepped') {
      return false;
    }
    state = answer.state;
    const stage = state.stages.find(
      one => one.index === index && one.round === round,
    );
    if (stage?.status === 'active') {
      return true;
    }
  }
  return false;
}
