import { PolicyDefinition } from '@countersign/backstage-plugin-approvals-common';
import {
  Caller,
  Effect,
  EngineEvent,
  Input,
  RequestState,
  Step,
  step,
} from '..';
import { commandFor } from './commands';
import { inputOfEffect } from './deliveries';
import { Move, MoveOf, Opening, PEOPLE } from './generators';
import { pick } from './pick';
import { admin, person, ref, service } from './callers';

const MINUTE = 60_000;

/** The service that asks, where what runs has an executor. */
const EXECUTOR = service().ref;

/** One move as it was played: the state before, the input, and the answer. */
export type Played = { before: RequestState; input: Input; answer: Step };

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
    const { byService, involved, runs, hasExecutor, secrets } = opening;
    const executor = byService && hasExecutor ? EXECUTOR : undefined;
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
        execution: runs
          ? { kind: 'ci', id: '1', secrets, executor }
          : undefined,
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
      isUser: this.isUser(name),
      delegators: this.delegations
        .filter(([, to]) => to === name)
        .map(([from]) => ({ person: ref(from), isUser: this.isUser(from) })),
    };
    return name === 'erin' || name === 'zoe'
      ? admin(name, settings)
      : person(name, settings);
  }

  isUser(name: string): boolean {
    return !this.gone.has(name);
  }

  /** Whoever acts for somebody. */
  delegateOf(name: string): string | undefined {
    return this.delegations.find(([from]) => from === name)?.[1];
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
      case 'deliver':
        return this.delivery(move);
      case 'redeliver':
        return pick(this.delivered, move.nth);
      case 'people':
        this.changePeople(move);
        return undefined;
      default:
        return commandFor(move, this);
    }
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
      leavers: PEOPLE.filter(name => !this.isUser(name)).map(ref),
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

  private changePeople({ who, leaves, delegates }: MoveOf<'people'>): void {
    if (delegates && delegates !== who) {
      this.delegations.push([who, delegates]);
    } else if (leaves && who !== 'alice') {
      this.gone.add(who);
    } else {
      this.gone.delete(who);
    }
  }

  newIds(): string[] {
    return Array.from({ length: 20 }, () => {
      this.ids += 1;
      return `task-${this.ids}`;
    });
  }
}
