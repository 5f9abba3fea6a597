import { LoggerService } from '@backstage/backend-plugin-api';
import {
  isKind,
  normaliseRef,
  Rule,
  StageDefinition,
} from '@countersign/backstage-plugin-approvals-common';
import { RuleFacts } from '@countersign/backstage-plugin-approvals-node';
import { Sandbox } from '../sandbox';
import { bareName, Directory, PersonFacts } from './Directory';
import { ExpressionFailed } from './ExpressionBatches';
import { ownFields, RuleTypeRegistry } from './RuleTypeRegistry';
import { withTimeout } from './withTimeout';

/** A rule that names more than this is a mistake, not a search for approvers. */
const MOST_REFS = 20_000;

/**
 * What a rule gave. `expression`: it fails and will fail again. `unreachable`:
 * what it names does not exist. `resolver`: worth another try.
 */
export type RuleOutcome =
  | { people: string[] }
  | { failure: 'expression' | 'unreachable' | 'resolver'; message: string };

/** Rules to find people by, over the facts of one stage. */
export type Search = {
  facts: RuleFacts;
  approvers?: Rule[];
  observers?: Rule[];
  escalation?: Rule[];
};

/** What each rule gave, in the order of the rules, and who of all these is no User of the catalog. */
export type Found = {
  approvers: RuleOutcome[];
  observers: RuleOutcome[];
  escalation: RuleOutcome[];
  notUsers: string[];
};

/** Whether a stage is skipped by its condition. An error never skips. */
export type ConditionOutcome = { stage: number; skip: boolean; error?: string };

/** The facts before a stage is named. */
export type RequestFacts = Omit<RuleFacts, 'stage'>;

/** Finds the people of stages. To be called outside transactions: it asks the catalog and others. */
export class PeopleService {
  readonly #registry: RuleTypeRegistry;
  readonly #directory: Directory;
  readonly #sandbox: Sandbox;
  readonly #logger: LoggerService;
  readonly #timeout: number;

  /** @param options.timeout - milliseconds that one rule may take. Default 10,000. */
  constructor(options: {
    registry: RuleTypeRegistry;
    directory: Directory;
    sandbox: Sandbox;
    logger: LoggerService;
    timeout?: number;
  }) {
    this.#registry = options.registry;
    this.#directory = options.directory;
    this.#sandbox = options.sandbox;
    this.#logger = options.logger;
    this.#timeout = options.timeout ?? 10_000;
  }

  /**
   * Resolves rules in parallel, each with a time limit, and checks against the
   * catalog who of the people is a User. Never throws: what cannot be found
   * out is a failure of the rules concerned.
   */
  async find(search: Search): Promise<Found> {
    const { facts, approvers = [], observers = [], escalation = [] } = search;
    const outcomes = await Promise.all(
      [approvers, observers, escalation].map(rules =>
        Promise.all(rules.map(rule => this.#resolve(rule, facts))),
      ),
    );
    const named = outcomes
      .flat()
      .flatMap(outcome => ('people' in outcome ? outcome.people : []))
      .filter(ref => normaliseRef(ref) === ref && isKind(ref, 'user'));
    const people = [...new Set(named)];
    const users = await this.#directory.users(people).catch(toError);
    const [ofApprovers, ofObservers, ofEscalation] =
      users instanceof Error
        ? outcomes.map(rules => rules.map(rule => unchecked(rule, users)))
        : outcomes;
    return {
      approvers: ofApprovers,
      observers: ofObservers,
      escalation: ofEscalation,
      notUsers:
        users instanceof Error ? [] : people.filter(ref => !users.has(ref)),
    };
  }

  /** Evaluates the conditions of all stages that have one, in one go. */
  async conditions(
    stages: StageDefinition[],
    facts: RequestFacts,
  ): Promise<ConditionOutcome[]> {
    const asked = stages.flatMap(({ name, skipIf }, index) =>
      skipIf === undefined ? [] : [{ text: skipIf, stage: { name, index } }],
    );
    const evaluations = await this.#sandbox.evaluate(
      facts.request.id,
      facts,
      asked.map(item => ({ ...item, expects: 'bool' })),
    );
    return evaluations.map((evaluation, index) => {
      const stage = asked[index].stage.index;
      return 'fault' in evaluation
        ? { stage, skip: false, error: evaluation.fault }
        : { stage, skip: evaluation.value === true };
    });
  }

  /** What rules and expressions see of the requester, also of one who has left the catalog. */
  async requester(ref: string): Promise<PersonFacts> {
    const person = await this.#directory.person(ref);
    return person ?? { ref, name: bareName(ref), groups: [] };
  }

  /** Those of the refs that are Users of the catalog. */
  users(refs: Iterable<string>): Promise<Set<string>> {
    return this.#directory.users(refs);
  }

  /** The users and groups that own an entity; undefined when the catalog does not have it. */
  ownersOf(entityRef: string): Promise<string[] | undefined> {
    return this.#directory.ownersOf(entityRef);
  }

  async #resolve(rule: Rule, facts: RuleFacts): Promise<RuleOutcome> {
    try {
      const ruleType = this.#registry.get(rule.type);
      if (!ruleType) {
        throw new Error(`This backend has no rule type '${rule.type}'`);
      }
      const fields = ruleType.schema.parse(ownFields(rule));
      const refs = await withTimeout(this.#timeout, signal =>
        ruleType.resolve({ rule: fields, facts, signal }),
      );
      return { people: distinct(refs) };
    } catch (error) {
      return this.#toFailure(error, rule, facts);
    }
  }

  #toFailure(error: unknown, rule: Rule, facts: RuleFacts): RuleOutcome {
    const { name, message } = toError(error);
    if (error instanceof ExpressionFailed) {
      return { failure: 'expression', message };
    }
    // By name: a module may bring another copy of the class.
    if (name === 'RuleUnreachable') {
      return { failure: 'unreachable', message };
    }
    this.#logger.warn(
      `A rule of type '${rule.type}' failed for request '${facts.request.id}': ${message}`,
    );
    return { failure: 'resolver', message };
  }
}

/** The catalog did not say who of the people is a User: nothing is known of them. */
function unchecked(outcome: RuleOutcome, { message }: Error): RuleOutcome {
  return 'people' in outcome && outcome.people.length > 0
    ? { failure: 'resolver', message }
    : outcome;
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/** Each ref once, in its one spelling where it has one; what is no ref stays as it is. */
function distinct(refs: unknown): string[] {
  if (!Array.isArray(refs) || refs.some(ref => typeof ref !== 'string')) {
    throw new Error('gave no list of refs');
  }
  if (refs.length > MOST_REFS) {
    throw new Error(`gave more than ${MOST_REFS} refs`);
  }
  return [...new Set(refs.map((ref: string) => normaliseRef(ref) ?? ref))];
}
