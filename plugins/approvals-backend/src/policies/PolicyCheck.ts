import {
  jsonFault,
  PolicyDefinition,
  policyDefinition,
  PolicyExample,
  PolicyFault,
  toPointer,
  ValidateResult,
} from '@countersign/backstage-plugin-approvals-common';
import { ApprovalsRefusal, parseInput } from '../http';
import { Directory, RuleTypeRegistry } from '../people';
import { ExpressionCheck, Sandbox } from '../sandbox';
import { catalogWarnings } from './catalogWarnings';
import { expressionsOf, rulesOf } from './definitionParts';
import { lint } from './lint';
import { refuseFaulty } from './policyRefusals';
import { VersionContent } from './types';

/** A fault per rule of a hostile definition would be thousands. */
const MOST_FAULTS = 100;

type Definition = Pick<VersionContent, 'definition'>;

type Options = {
  registry: RuleTypeRegistry;
  sandbox: Sandbox;
  directory: Directory;
};

/** Says what is wrong and what is odd in definitions. */
export class PolicyCheck {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * Checks anything. Whatever it is, its faults come back; paths are JSON
   * Pointers into it. Warnings come only when nothing is wrong.
   *
   * @param lane - who waits for it
   */
  async validate(
    lane: string,
    input: unknown,
  ): Promise<ValidateResult & { definition?: PolicyDefinition }> {
    const { definition, faults } = parse(input);
    if (!definition) {
      return { faults, warnings: [] };
    }
    const more = await this.faultsOf(lane, definition);
    return more.length > 0
      ? { faults: more, warnings: [] }
      : {
          faults: [],
          warnings: await this.warningsOf(lane, definition),
          definition,
        };
  }

  /** What is wrong in a definition beyond what its schema says: rule types, expressions, schema of contexts. */
  async faultsOf(
    lane: string,
    definition: PolicyDefinition,
  ): Promise<PolicyFault[]> {
    const { registry, sandbox } = this.#options;
    const unstorable = jsonFault(definition);
    if (unstorable) {
      const { path, message } = unstorable;
      return [{ path: toPointer(path), message }];
    }
    const ofRules = rulesOf(definition).flatMap(({ rule, place }) =>
      registry.faultsOf(rule).map(({ path, message }) => ({
        path: toPointer([...place, ...path]),
        message,
      })),
    );
    const expressions = expressionsOf(definition);
    const checks = await sandbox.checkExpressions(lane, expressions);
    const ofExpressions = checks.flatMap((check, index) =>
      check.fault === undefined
        ? []
        : [
            {
              path: toPointer(expressions[index].place),
              message: faultWords(check, expressions[index].text),
            },
          ],
    );
    const { contextSchema } = definition;
    const ofSchema = contextSchema
      ? await sandbox.checkSchema(lane, contextSchema)
      : [];
    return [
      ...ofRules,
      ...ofExpressions,
      ...prefixed('/contextSchema', ofSchema),
    ].slice(0, MOST_FAULTS);
  }

  /** What is wrong in what is to be saved; paths are JSON Pointers into the body. */
  async bodyFaults(
    lane: string,
    { definition, examples = [] }: Partial<VersionContent> & Definition,
  ): Promise<PolicyFault[]> {
    return [
      ...prefixed('/definition', await this.faultsOf(lane, definition)),
      ...prefixed('/examples', exampleFaults(definition, examples)),
    ];
  }

  /**
   * Lets only what has no faults be saved.
   *
   * @returns the warnings
   * @throws ApprovalsRefusal INVALID_INPUT
   */
  async requireFlawless(
    lane: string,
    content: Partial<VersionContent> & Definition,
  ): Promise<PolicyFault[]> {
    refuseFaulty(await this.bodyFaults(lane, content));
    return this.warningsOf(lane, content.definition);
  }

  /** What is odd in a definition without faults, by itself and by the catalog as it is now. */
  async warningsOf(
    lane: string,
    definition: PolicyDefinition,
  ): Promise<PolicyFault[]> {
    return [
      ...lint(definition),
      ...(await this.#constants(lane, definition)),
      ...(await catalogWarnings(definition, this.#options.directory)),
    ].slice(0, MOST_FAULTS);
  }

  /** Stages whose condition is true for every request are never reached. */
  async #constants(
    lane: string,
    definition: PolicyDefinition,
  ): Promise<PolicyFault[]> {
    const conditions = expressionsOf(definition).filter(
      ({ expects }) => expects === 'bool',
    );
    const checks = await this.#options.sandbox.checkExpressions(
      lane,
      conditions,
    );
    return checks.flatMap(({ constant }, index) =>
      constant === undefined
        ? []
        : [
            {
              path: toPointer(conditions[index].place),
              message: constant
                ? 'is true for every request: the stage is never reached'
                : 'is false for every request: the condition does nothing',
            },
          ],
    );
  }
}

/** What is wrong in examples: they must speak of the definition's stages. */
function exampleFaults(
  { stages }: PolicyDefinition,
  examples: PolicyExample[],
): PolicyFault[] {
  const names = new Set(stages.map(({ name }) => name));
  return examples.flatMap(({ expected, context }, index) => {
    const unstorable = jsonFault(context);
    const ofContext = unstorable
      ? [
          {
            path: toPointer([index, 'context', ...unstorable.path]),
            message: unstorable.message,
          },
        ]
      : [];
    const ofStages = Object.keys(expected)
      .filter(name => !names.has(name))
      .map(name => ({
        path: toPointer([index, 'expected', name]),
        message: 'is no stage of the policy',
      }));
    return [...ofContext, ...ofStages];
  });
}

function prefixed(prefix: string, faults: PolicyFault[]): PolicyFault[] {
  return faults.map(({ path, message }) => ({
    path: `${prefix}${path}`,
    message,
  }));
}

function parse(input: unknown): {
  definition?: PolicyDefinition;
  faults: PolicyFault[];
} {
  const unstorable = jsonFault(input);
  if (unstorable) {
    const { path, message } = unstorable;
    return { faults: [{ path: toPointer(path), message }] };
  }
  try {
    return { definition: parseInput(policyDefinition, input), faults: [] };
  } catch (error) {
    if (error instanceof ApprovalsRefusal && error.issues) {
      return { faults: error.issues };
    }
    throw error;
  }
}

function faultWords({ fault, start }: ExpressionCheck, text: string): string {
  if (start === undefined) {
    return `${fault}`;
  }
  const before = text.slice(0, start).split('\n');
  const column = before[before.length - 1].length + 1;
  return `${fault} (line ${before.length}, column ${column})`;
}
