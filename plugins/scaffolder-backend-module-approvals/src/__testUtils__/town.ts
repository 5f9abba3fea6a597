import { Entity } from '@backstage/catalog-model';
import { TaskStep } from '@backstage/plugin-scaffolder-common';
import { PolicyDefinitionInput } from '@countersign/backstage-plugin-approvals-common';

/** Alice and Zoe run templates, Bob and Carol approve, Erin writes policies. */
const PEOPLE = ['alice', 'zoe', 'bob', 'carol', 'erin'];

/** The catalog of tests, less its templates. */
export const townspeople: Entity[] = [
  ...PEOPLE.map(
    (name): Entity => ({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'User',
      metadata: { name, namespace: 'default' },
      spec: { memberOf: [] },
    }),
  ),
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name: 'platform', namespace: 'default' },
    spec: { type: 'team', children: [], members: ['bob', 'carol'] },
    relations: ['bob', 'carol'].map(name => ({
      type: 'hasMember',
      targetRef: `user:default/${name}`,
    })),
  },
];

/** A policy under which one of Bob and Carol decides. */
export function policy(
  key: string,
  change: Partial<PolicyDefinitionInput> = {},
): PolicyDefinitionInput {
  return {
    key,
    name: `Policy ${key}`,
    subjectType: 'thing',
    stages: [
      {
        name: 'Platform',
        approvers: [{ type: 'group', group: 'group:default/platform' }],
      },
    ],
    ...change,
  };
}

type Step = Partial<TaskStep> & { action: string };

/** A template of these steps. */
export function template(
  name: string,
  steps: Step[],
  spec: Record<string, unknown> = {},
): Entity {
  return {
    apiVersion: 'scaffolder.backstage.io/v1beta3',
    kind: 'Template',
    metadata: { name, namespace: 'default', title: `Template ${name}` },
    spec: {
      type: 'thing',
      owner: 'group:default/platform',
      steps: steps as never,
      ...spec,
    },
  };
}

/** A gate on whatever the form names. */
export function gate(change: Partial<TaskStep> = {}, input = {}): Step {
  return {
    id: 'approval',
    name: 'Wait for approval',
    action: 'approval:gate',
    input: {
      policy: 'plain',
      title: 'Thing ${{ parameters.name }}',
      subject: { type: 'thing', id: '${{ parameters.name }}' },
      context: { size: '${{ parameters.size }}' },
      ...input,
    },
    ...change,
  };
}

/** A step that writes down that it ran. */
export function make(change: Partial<TaskStep> = {}): Step {
  return {
    id: 'make',
    action: 'test:make',
    input: { approval: '${{ steps.approval.output.requestId }}' },
    ...change,
  };
}

/**
 * Steps of which one shares the id of the gate, so that a retry of the
 * scaffolder passes it: whose id it is, and the steps.
 *
 * @param input - of the one that is no gate, which gives what it takes
 * @param asked - what the gate takes besides
 */
export function waysAround(
  input = {},
  asked = {},
): [name: string, steps: Step[]][] {
  return [
    ['a step before it', [make({ id: 'approval', input }), gate({}, asked)]],
    [
      'a step that always runs',
      [gate({}, asked), make({ id: 'approval', if: '${{ always() }}', input })],
    ],
    [
      'the place of a step',
      [make({ id: undefined, input }), gate({ id: 'step-1' }, asked)],
    ],
  ];
}
