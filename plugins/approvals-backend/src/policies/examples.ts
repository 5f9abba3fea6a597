import {
  PolicyDefinition,
  PolicyExample,
} from '@countersign/backstage-plugin-approvals-common';
import { Simulator, TrialResult } from './Simulator';

/** An example that does not give what it says. */
export type FailedExample = {
  example: string;
  stage?: string;
  expected?: PolicyExample['expected'][string];
  found: string | string[];
};

/**
 * Runs a version's examples: for each stage that an example speaks of, exactly
 * the people it names must be asked, or the stage must be skipped.
 */
export async function runExamples(
  simulator: Simulator,
  version: {
    definition: PolicyDefinition;
    version: number;
    examples: PolicyExample[];
  },
  lane: string,
): Promise<FailedExample[]> {
  const failed: FailedExample[] = [];
  for (const example of version.examples) {
    const { requester, subject = {}, context } = example;
    const { definition } = version;
    const result = await simulator.run({
      definition,
      version: version.version,
      requester,
      subject,
      context,
      lane,
    });
    failed.push(...failuresOf(example, result));
  }
  return failed;
}

function failuresOf(
  { name, expected }: PolicyExample,
  { contextFaults, stages }: TrialResult,
): FailedExample[] {
  if (contextFaults.length > 0) {
    const [{ path, message }] = contextFaults;
    const found = `the context breaks the schema: ${path} ${message}`;
    return [{ example: name, found }];
  }
  return Object.entries(expected).flatMap(([stage, wanted]) => {
    const result = stages.find(item => item.name === stage);
    const found = result ? foundIn(result) : 'no such stage';
    return isSame(wanted, found)
      ? []
      : [{ example: name, stage, expected: wanted, found }];
  });
}

function foundIn(stage: TrialResult['stages'][number]): string | string[] {
  if (stage.outcome === 'skipped') {
    return 'skipped';
  }
  const failure = stage.rules.find(rule => rule.failure);
  return failure
    ? `rule ${failure.index + 1} failed: ${failure.message}`
    : stage.people.map(({ person }) => person).sort();
}

function isSame(
  wanted: PolicyExample['expected'][string],
  found: string | string[],
): boolean {
  if (typeof wanted === 'string' || typeof found === 'string') {
    return wanted === found;
  }
  return [...new Set(wanted)].sort().join('\n') === found.join('\n');
}
