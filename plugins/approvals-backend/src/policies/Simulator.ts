import {
  PolicyDefinition,
  Simulation,
  StageDefinition,
  Subject,
} from '@countersign/backstage-plugin-approvals-common';
import pLimit from 'p-limit';
import { SimulatedStage, simulateStage } from '../engine';
import {
  DelegationService,
  Found,
  PeopleService,
  RequestFacts,
} from '../people';
import { Sandbox } from '../sandbox';
import { missingWords } from './stageWords';

/** So many stages are looked at at once. */
const TOGETHER = 10;

type StageResult = Simulation['stages'][number];

/** A request that is not made: only tried out. */
export type Trial = {
  definition: PolicyDefinition;
  version: number;
  requester: string;
  subject: Partial<Subject>;
  context: Record<string, unknown>;
  /** Who waits for it: the sandbox takes turns by it. */
  lane: string;
};

type Options = {
  people: PeopleService;
  delegations: DelegationService;
  sandbox: Sandbox;
  now: () => string;
};

/** What a trial gives; warnings about the definition come beside it. */
export type TrialResult = Omit<Simulation, 'warnings'>;

/**
 * Tries out whom a policy would ask, with the engine's own rules. Each stage
 * is looked at as if its turn came now; nobody has approved another one.
 */
export class Simulator {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Tries a request out. Nothing is saved. */
  async run(trial: Trial): Promise<TrialResult> {
    const { people, sandbox } = this.#options;
    const { definition, requester, context, lane } = trial;
    const facts = await this.#facts(trial);
    const contextFaults = definition.contextSchema
      ? await sandbox.checkContext(lane, definition.contextSchema, context)
      : [];
    const conditions = await people.conditions(definition.stages, facts);
    const limit = pLimit(TOGETHER);
    const stages = await Promise.all(
      definition.stages.map(async (stage, index) => {
        const found = conditions.find(item => item.stage === index);
        const result = found?.skip
          ? skipped(stage, index)
          : await limit(() => this.#stage(trial, index, facts));
        return found?.error
          ? { ...result, conditionError: found.error }
          : result;
      }),
    );
    return { requester, contextFaults, stages };
  }

  async #facts(trial: Trial): Promise<RequestFacts> {
    const { people, now } = this.#options;
    const { definition, version, subject, context, lane } = trial;
    const at = now();
    return {
      request: {
        id: lane,
        round: 1,
        createdAt: at,
        policyKey: definition.key,
        policyVersion: version,
      },
      requester: await people.requester(trial.requester),
      subject: { id: '', title: '', ...subject, type: definition.subjectType },
      context,
      now: at,
    };
  }

  async #stage(
    { definition, requester }: Trial,
    index: number,
    facts: RequestFacts,
  ): Promise<StageResult> {
    const stage = definition.stages[index];
    const { name, approvers, observers } = stage;
    const found = await this.#options.people.find({
      facts: { ...facts, stage: { name, index } },
      approvers,
      observers,
    });
    const result = simulateStage(
      definition,
      index,
      { requester, now: facts.now },
      found,
    );
    const delegates = await this.#delegates(definition.key, result, facts.now);
    return toResult(stage, index, result, found, delegates);
  }

  async #delegates(
    key: string,
    { seats }: SimulatedStage,
    now: string,
  ): Promise<Map<string, string[]>> {
    const running = await this.#options.delegations.delegatesOf(
      seats.map(({ person }) => person),
      now,
    );
    const delegates = new Map<string, string[]>();
    for (const { delegator, delegate, policyKeys } of running) {
      if (!policyKeys || policyKeys.includes(key)) {
        delegates.set(delegator, [
          ...(delegates.get(delegator) ?? []),
          delegate,
        ]);
      }
    }
    return delegates;
  }
}

function skipped(stage: StageDefinition, index: number): StageResult {
  return {
    ...headOf(stage, index),
    outcome: 'skipped',
    reason: 'condition',
    missing: [],
    people: [],
    observers: [],
    removed: [],
    rules: [],
  };
}

function toResult(
  stage: StageDefinition,
  index: number,
  result: SimulatedStage,
  found: Found,
  delegates: Map<string, string[]>,
): StageResult {
  const { status, reason, view, seats, removed, leftOut } = result;
  return {
    ...headOf(stage, index),
    outcome: outcomeOf(status),
    reason,
    need: view.need,
    missing: missingWords(stage, { status, reason }, view),
    people: seats
      .filter(({ kind }) => kind === 'approver')
      .map(({ person, rules }) => ({
        person,
        rules,
        delegates: delegates.get(person) ?? [],
      })),
    observers: seats
      .filter(({ kind }) => kind === 'observer')
      .map(({ person }) => person),
    removed: [
      ...removed,
      ...leftOut.map(({ ref, reason: why }) => ({ person: ref, reason: why })),
    ],
    rules: found.approvers.map((outcome, rule) => ({
      index: rule,
      type: stage.approvers[rule].type,
      people: [],
      ...outcome,
    })),
    due: stage.deadline?.after,
  };
}

function headOf({ name, parallelGroup }: StageDefinition, index: number) {
  return { index, name, group: parallelGroup };
}

function outcomeOf(status: SimulatedStage['status']): StageResult['outcome'] {
  return status === 'active' || status === 'rejected' || status === 'skipped'
    ? status
    : 'held';
}
