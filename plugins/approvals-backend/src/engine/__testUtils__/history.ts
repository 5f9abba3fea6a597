import {
  DecisionKind,
  PolicyDefinition,
} from '@countersign/backstage-plugin-approvals-common';
import {
  Caller,
  Effect,
  EngineEvent,
  Input,
  RequestState,
  RuleResult,
  StageState,
  Step,
  step,
  TaskState,
} from '..';
import { person, ref } from './callers';

type Words = {
  stage?: number;
  of?: string;
  comment?: boolean;
  override?: boolean;
};

type Found = {
  attempt?: number;
  round?: number;
  observers?: RuleResult[];
  notUsers?: string[];
  leavers?: string[];
};

/** People of one rule, or its failure. */
export type RuleOutcome = string[] | RuleResult;

const asResult = (outcome: RuleOutcome): RuleResult =>
  Array.isArray(outcome) ? { people: outcome } : outcome;

/** Plays a request's history step by step; time moves only by `wait`. */
export class History {
  events: EngineEvent[] = [];
  effects: Effect[] = [];
  state!: RequestState;
  now = '2026-11-24T09:00:00.000Z';
  private ids = 0;

  constructor(
    readonly definition: PolicyDefinition,
    settings: Partial<Extract<Input, { type: 'create' }>> = {},
  ) {
    this.take(
      step(
        { status: 'new', definition, policyVersion: 1 },
        {
          type: 'create',
          now: this.now,
          id: 'request-1',
          caller: person('alice'),
          subject: { type: 'demo', id: '1', title: 'One' },
          digest: 'digest-1',
          unknownPeople: [],
          ...settings,
        },
      ),
    );
  }

  /** Sends any input; what is refused changes nothing. */
  send(input: Input): Step {
    return this.take(step(this.state, input));
  }

  wait(millis: number): this {
    this.now = new Date(Date.parse(this.now) + millis).toISOString();
    return this;
  }

  newId(): string {
    this.ids += 1;
    return `task-${this.ids}`;
  }

  /** The rules of a stage give these people. */
  found(stage: number, rules: RuleOutcome[], more: Found = {}): Step {
    const approvers = rules.map(asResult);
    return this.send({
      type: 'peopleFound',
      now: this.now,
      stage,
      round: this.state.round,
      attempt: this.stage(stage).search?.attempt ?? 0,
      approvers,
      observers: [],
      notUsers: [],
      leavers: [],
      taskIds: Array.from({ length: 2_500 }, () => this.newId()),
      ...more,
    });
  }

  /** Somebody decides the seat of `of`, by default their own. */
  decide(caller: Caller, decision: DecisionKind, words: Words = {}): Step {
    const { stage = 0, of = caller.ref, comment = true, override } = words;
    return this.send({
      type: 'decide',
      now: this.now,
      caller,
      taskId: this.task(of, stage).id,
      decision,
      textHash: comment ? 'hash' : undefined,
      override: override ? { reasonHash: 'why' } : undefined,
    });
  }

  approve(name: string, stage = 0): Step {
    return this.decide(person(name), 'approve', { stage });
  }

  reassign(caller: Caller, from: string, to: string, stage = 0): Step {
    return this.send({
      type: 'reassign',
      now: this.now,
      caller,
      taskId: this.task(from, stage).id,
      person: ref(to),
      personIsUser: true,
      newTaskId: this.newId(),
    });
  }

  assign(caller: Caller, to: string, stage = 0, rules?: number[]): Step {
    return this.send({
      type: 'assign',
      now: this.now,
      caller,
      stage,
      person: ref(to),
      personIsUser: true,
      newTaskId: this.newId(),
      rules,
      textHash: 'why',
    });
  }

  retry(caller: Caller, stage = 0): Step {
    return this.send({ type: 'retry', now: this.now, caller, stage });
  }

  /** The deadline of a stage is over; escalation finds these people. */
  breach(
    stage: number,
    escalation: RuleOutcome[] = [],
    more: { number?: number; leavers?: string[] } = {},
  ): Step {
    return this.send({
      type: 'breachDue',
      now: this.now,
      round: this.state.round,
      stage,
      number: this.stage(stage).nextBreach?.number ?? 0,
      escalation: escalation.map(asResult),
      notUsers: [],
      leavers: [],
      taskIds: Array.from({ length: 2_500 }, () => this.newId()),
      ...more,
    });
  }

  stage(index: number, round = this.state.round): StageState {
    const stage = this.state.stages.find(
      one => one.index === index && one.round === round,
    );
    if (!stage) {
      throw new Error(`No stage ${index} in round ${round}`);
    }
    return stage;
  }

  /** The newest seat of somebody in a stage of the present round. */
  task(name: string, stage = 0): TaskState {
    const task = this.stage(stage).tasks.findLast(
      one => one.person === ref(name),
    );
    if (!task) {
      throw new Error(`${name} has no seat in stage ${stage}`);
    }
    return task;
  }

  /** The types of the events told since a number of them. */
  types(since = 0): string[] {
    return this.events.slice(since).map(({ type }) => type);
  }

  private take(answer: Step): Step {
    if (answer.kind === 'stepped') {
      this.state = answer.state;
      this.events.push(...answer.events);
      this.effects.push(...answer.effects);
    }
    return answer;
  }
}
