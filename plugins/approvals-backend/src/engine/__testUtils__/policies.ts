import {
  PolicyDefinition,
  policyDefinition,
  PolicyDefinitionInput,
} from '@countersign/backstage-plugin-approvals-common';

type StageInput = PolicyDefinitionInput['stages'][number];

/** A rule that names a group; who is in it, the test says when people are found. */
export const group = (demands: { required?: boolean; min?: number } = {}) => ({
  type: 'group',
  group: 'group:default/any',
  ...demands,
});

/** A policy with these stages; names are given where they lack. */
export function policy(
  stages: Partial<StageInput>[],
  settings: Partial<PolicyDefinitionInput> = {},
): PolicyDefinition {
  return policyDefinition.parse({
    key: 'demo',
    name: 'Demo',
    subjectType: 'demo',
    ...settings,
    stages: stages.map((stage, index) => ({
      name: `Stage ${index}`,
      approvers: [group()],
      ...stage,
    })),
  });
}
