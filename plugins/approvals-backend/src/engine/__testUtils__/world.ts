import { PolicyDefinition } from '@countersign/backstage-plugin-approvals-common';
import {
  Caller,
  Effect,
  EngineEvent,
  Input,
  RequestState,
  Step,
  step,
  TaskState,
} from '..';
import { Move, Opening, PEOPLE } from './generators';
import { inputOfEffect } from './deliveries';
import { admin, nameOf, person, ref, service } from './history';

const MINUTE = 60_000;

/** One move as it was played: the state before, the input, and the answer. */
export type Played = { before: RequestState; input: Input; answer: Step };

type MoveOf<K extends Move['kind']> = Extract<Move, { kind: K }>;

/** A world around one request: who is in the catalog, who acts for whom, which work is due. */
export class World {
  state: RequestState;
  now = '2026-11-24T09:00:00.000Z';
  readonly events: EngineEvent[] = [];
  readonly effects: Effect[] = [];
  readonly delivered: Input[] = [];
  private readonly gone = new Set<string>();
  private readonly delegations: [from: string, to: string][];
  private ids = 0;

  constructor(readonly definition: PolicyDefinition, opening: Opening) {
    this.delegations = opening.delegations.filter(([from, to]) => from !== to);
    const { byService, involved, runs } = opening;
    const made = step(
      { status: 'new', definition, policyVersion: 1 },
      {
        type: 'create',
        now: this.now,
        id: 'request-1',
        caller: byService ? service() : admin('alice'),
        requester: byService ? ref('alice') : undefined,
        involved: byService ? involved.map(ref) : [],
        subject: { type: definition.subjectType, id: '1', title: 'One' },
        digest: 'digest-1',
        execution: runs ? { kind: 'ci', id: '1' } : undefined,
        unknownPeople: [],
      },
    );
    if (made.kind !== 'stepped') {
      throw new Error('A request of a generated policy must begin');
    }
    this.state = made.state;
    this.note(made);
  }

  /** A person as they are now, with their running delegations. */
  caller(name: string): Caller {
    const settings = {
      isUser: !this.gone.has(name),
      delegators: this.delegations
        .filter(([, to]) => to === name)
        .map(([from]) => ({ person: ref(from), isUser: !this.gone.has(from) })),
    };
    return name === 'erin' || name === 'zoe'
      ? admin(name, settings)
      : person(name, settings);
  }

  /** Fits a move to the state and plays it; undefined when there is nothing to fit it to. */
  play(move: Move): Played | undefined {
    this.pass(MINUTE);
    const input = this.inputFor(move);
    if (!input) {
      return undefined;
    }
    const before = this.state;
    const answer = step(before, input);
    this.note(answer);
    return { before, input, answer };
  }

  private note(answer: Step): void {
    if (answer.kind === 'stepped') {
      this.state = answer.state;
      this.events.push(...answer.events);
      this.effects.push(...answer.effects);
    }
  }

  private pass(millis: number): void {
    this.now = new Date(Date.parse(this.now) + millis).toISOString();
  }

  private inputFor(move: Move): Input | undefined {
    switch (move.kind) {
      case 'decide':
        return this.decision(move);
      case 'deliver':
        return this.delivery(move);
      case 'redeliver':
        return pick(this.delivered, move.nth);
      case 'help':
        return this.help(move);
      case 'life':
        return this.life(move);
      default:
        this.changePeople(move);
        return undefined;
    }
  }

  private decision(move: MoveOf<'decide'>): Input | undefined {
    if (this.state.status === 'changes_requested') {
      return this.life({
        ...move,
        kind: 'life',
        type: 'resubmit',
        wrong: false,
      });
    }
    const task = this.taskFor(move.task);
    if (!task) {
      return undefined;
    }
    const who = move.fitting ? this.actorFor(task, move.task) : move.who;
    return {
      type: 'decide',
      now: this.now,
      caller: this.caller(move.override ? 'erin' : who),
      taskId: task.id,
      decision: move.decision,
      textHash: move.wordless ? undefined : 'words',
      override: move.override ? { reasonHash: 'why' } : undefined,
    };
  }

  /** The holder of a seat or, one time in three, somebody who acts for them. */
  private actorFor({ person: holder }: TaskState, choice: number): string {
    const name = nameOf(holder);
    const given = this.delegations.find(([from]) => from === name);
    return given && choice % 3 === 0 ? given[1] : name;
  }

  /** Mostly an open seat, so that histories get somewhere. */
  private taskFor(choice: number): TaskState | undefined {
    const tasks = this.state.stages.flatMap(stage => stage.tasks);
    const open = tasks.filter(({ status }) => status === 'open');
    return choice % 7 === 0 || open.length === 0
      ? pick(tasks, choice)
      : pick(open, choice);
  }

  private delivery(move: MoveOf<'deliver'>): Input | undefined {
    const effect = this.dueEffect(move.effect);
    if (!effect) {
      return undefined;
    }
    if (!move.isEarly) {
      this.effects.splice(this.effects.indexOf(effect), 1);
      this.now = effect.dueAt > this.now ? effect.dueAt : this.now;
    }
    const input = inputOfEffect(effect, move, {
      now: this.now,
      definition: this.definition,
      leavers: PEOPLE.filter(name => this.gone.has(name)).map(ref),
      taskIds: this.newIds(),
    });
    this.delivered.push(input);
    return input;
  }

  /** Mostly work that is due; at times the next in time, or any at all. */
  private dueEffect(choice: number): Effect | undefined {
    if (choice % 19 === 0) {
      return pick(this.effects, choice);
    }
    const inTime = [...this.effects].sort((a, b) =>
      a.dueAt < b.dueAt ? -1 : 1,
    );
    const due = inTime.filter(({ dueAt }) => dueAt <= this.now);
    if (due.length > 0) {
      return pick(due, choice);
    }
    return choice % 4 === 0 ? inTime[0] : undefined;
  }

  private help(move: MoveOf<'help'>): Input | undefined {
    const { now } = this;
    const task = this.taskFor(move.task);
    const personIsUser = !this.gone.has(move.to);
    const [newTaskId] = this.newIds();
    const common = { now, person: ref(move.to), personIsUser, newTaskId };
    switch (move.type) {
      case 'assign':
        return {
          type: 'assign',
          caller: this.caller(move.who === 'alice' ? 'alice' : 'erin'),
          stage: this.stageFor(move.stage),
          rules: move.rules,
          textHash: 'why',
          ...common,
        };
      case 'retry':
        return {
          type: 'retry',
          now,
          caller: this.caller('erin'),
          stage: this.stageFor(move.stage),
        };
      case 'reassign':
        return (
          task && {
            type: 'reassign',
            caller: this.caller(
              move.stage > 1 ? nameOf(task.person) : move.who,
            ),
            taskId: task.id,
            ...common,
          }
        );
      default:
        return (
          task && {
            type: move.type === 'claim' ? 'claim' : 'unclaim',
            now,
            caller: this.caller(nameOf(task.person)),
            taskId: task.id,
          }
        );
    }
  }

  /** Mostly a stage that is held. */
  private stageFor(choice: number): number {
    const held = this.state.stages.filter(
      ({ status, round }) => status === 'held' && round === this.state.round,
    );
    return choice < 3 ? pick(held, choice)?.index ?? choice : choice;
  }

  private life(move: MoveOf<'life'>): Input {
    const { now } = this;
    const textHash = move.wordless ? undefined : 'words';
    const caller = this.caller(move.wrong ? move.who : 'alice');
    switch (move.type) {
      case 'resubmit':
        return {
          type: 'resubmit',
          now,
          caller,
          digest: move.wrong ? 'digest-2' : this.state.digest,
        };
      case 'consume':
        return {
          type: 'consume',
          now,
          caller: service(),
          consumer: move.who,
          policyKey: this.definition.key,
          digest: move.wrong ? 'other' : this.state.digest,
        };
      case 'cancel':
        return { type: 'cancel', now, caller: this.caller('erin'), textHash };
      case 'withdraw':
        return { type: 'withdraw', now, caller, textHash };
      case 'revoke':
        return { type: 'revoke', now, caller, textHash };
      default:
        return {
          type: 'comment',
          now,
          caller: this.caller(move.who),
          textHash,
        };
    }
  }

  private changePeople({ who, leaves, delegates }: MoveOf<'people'>): void {
    if (delegates && delegates !== who) {
      this.delegations.push([who, delegates]);
    } else if (leaves && who !== 'alice') {
      this.gone.add(who);
    } else {
      this.gone.delete(who);
    }
  }

  private newIds(): string[] {
    return Array.from({ length: 20 }, () => {
      this.ids += 1;
      return `task-${this.ids}`;
    });
  }
}

function pick<T>(items: readonly T[], choice: number): T | undefined {
  return items[choice % Math.max(1, items.length)];
}
