import { PolicyDefinition } from '@countersign/backstage-plugin-approvals-common';
import { Caller, Input, RequestState, TaskState } from '..';
import { nameOf, ref, service } from './callers';
import { MoveOf } from './generators';
import { pick } from './pick';

/** What stands around a request when somebody does something with it. */
type Around = {
  definition: PolicyDefinition;
  state: RequestState;
  now: string;
  /** A person as they are now, with their running delegations. */
  caller(name: string): Caller;
  isUser(name: string): boolean;
  /** Whoever acts for somebody. */
  delegateOf(name: string): string | undefined;
  newIds(): string[];
};

/** Fits what somebody does to the state; undefined when there is nothing to do it with. */
export function commandFor(
  move: MoveOf<'decide' | 'help' | 'life'>,
  world: Around,
): Input | undefined {
  switch (move.kind) {
    case 'decide':
      return decision(move, world);
    case 'help':
      return help(move, world);
    default:
      return life(move, world);
  }
}

function decision(move: MoveOf<'decide'>, world: Around): Input | undefined {
  if (world.state.status === 'changes_requested') {
    return life(
      {
        ...move,
        kind: 'life',
        type: 'resubmit',
        wrong: false,
        initiator: undefined,
      },
      world,
    );
  }
  const task = taskFor(move.task, world);
  if (!task) {
    return undefined;
  }
  const who = move.fitting ? actorFor(task, move.task, world) : move.who;
  return {
    type: 'decide',
    now: world.now,
    caller: world.caller(move.override ? 'erin' : who),
    taskId: task.id,
    decision: move.decision,
    textHash: move.wordless ? undefined : 'words',
    override: move.override ? { reasonHash: 'why' } : undefined,
  };
}

/** The holder of a seat or, one time in three, somebody who acts for them. */
function actorFor(
  { person: holder }: TaskState,
  choice: number,
  world: Around,
): string {
  const name = nameOf(holder);
  const given = world.delegateOf(name);
  return given && choice % 3 === 0 ? given : name;
}

/** Mostly an open seat, so that histories get somewhere. */
function taskFor(choice: number, { state }: Around): TaskState | undefined {
  const tasks = state.stages.flatMap(stage => stage.tasks);
  const open = tasks.filter(({ status }) => status === 'open');
  return choice % 7 === 0 || open.length === 0
    ? pick(tasks, choice)
    : pick(open, choice);
}

function help(move: MoveOf<'help'>, world: Around): Input | undefined {
  const { now } = world;
  const task = taskFor(move.task, world);
  const personIsUser = world.isUser(move.to);
  const [newTaskId] = world.newIds();
  const common = { now, person: ref(move.to), personIsUser, newTaskId };
  switch (move.type) {
    case 'assign':
      return {
        type: 'assign',
        caller: world.caller(move.who === 'alice' ? 'alice' : 'erin'),
        stage: stageFor(move.stage, world),
        rules: move.rules,
        textHash: 'why',
        ...common,
      };
    case 'retry':
      return {
        type: 'retry',
        now,
        caller: world.caller('erin'),
        stage: stageFor(move.stage, world),
      };
    case 'reassign':
      return (
        task && {
          type: 'reassign',
          caller: world.caller(move.stage > 1 ? nameOf(task.person) : move.who),
          taskId: task.id,
          ...common,
        }
      );
    default:
      return (
        task && {
          type: move.type === 'claim' ? 'claim' : 'unclaim',
          now,
          caller: world.caller(nameOf(task.person)),
          taskId: task.id,
        }
      );
  }
}

/** Mostly a stage that is held. */
function stageFor(choice: number, { state }: Around): number {
  const held = state.stages.filter(
    ({ status, round }) => status === 'held' && round === state.round,
  );
  return choice < 3 ? pick(held, choice)?.index ?? choice : choice;
}

function life(move: MoveOf<'life'>, world: Around): Input {
  const { now } = world;
  const textHash = move.wordless ? undefined : 'words';
  const caller = world.caller(move.wrong ? move.who : 'alice');
  switch (move.type) {
    case 'resubmit':
      return {
        type: 'resubmit',
        now,
        caller,
        digest: move.wrong ? 'digest-2' : world.state.digest,
      };
    case 'consume':
      return {
        type: 'consume',
        now,
        caller: move.wordless ? service('external:other') : service(),
        consumer: move.who,
        initiator: move.initiator && ref(move.initiator),
        policyKey: world.definition.key,
        digest: move.wrong ? 'other' : world.state.digest,
      };
    case 'cancel':
      return { type: 'cancel', now, caller: world.caller('erin'), textHash };
    case 'withdraw':
      return { type: 'withdraw', now, caller, textHash };
    case 'revoke':
      return { type: 'revoke', now, caller, textHash };
    default:
      return {
        type: 'comment',
        now,
        caller: world.caller(move.who),
        textHash,
      };
  }
}
