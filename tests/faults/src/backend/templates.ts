import fs from 'node:fs';
import {
  BackendFeature,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { Entity } from '@backstage/catalog-model';
import scaffolderPlugin from '@backstage/plugin-scaffolder-backend';
import {
  createTemplateAction,
  scaffolderActionsExtensionPoint,
} from '@backstage/plugin-scaffolder-node';
import { JsonObject } from '@backstage/types';
import {
  approvalsModuleScaffolder,
  scaffolderModuleApprovals,
} from '@countersign/backstage-plugin-scaffolder-backend-module-approvals';

/** A template with a gate, under the policy that its form names. */
export const gatedTemplate: Entity = {
  apiVersion: 'scaffolder.backstage.io/v1beta3',
  kind: 'Template',
  metadata: { name: 'gated', namespace: 'default' },
  spec: {
    type: 'service',
    steps: [
      step('before'),
      {
        id: 'approval',
        action: 'approval:gate',
        input: {
          policy: '${{ parameters.policy }}',
          subject: { type: 'demo.artifact', id: '${{ parameters.name }}' },
        },
      },
      step('after'),
    ],
  },
};

function step(id: string): JsonObject {
  return { id, action: 'faults:write', input: { line: id } };
}

/** Below `scaffolder` of the configuration: tasks of a backend that died are soon taken up again. */
export const scaffolderConfig: JsonObject = {
  taskRecovery: { enabled: true, staleTimeout: { seconds: 2 } },
};

/**
 * The scaffolder with gates. The step `faults:write` adds a line to the file
 * in MADE_FILE: the task, and what its input says.
 */
export const templateFeatures: BackendFeature[] = [
  scaffolderPlugin as BackendFeature,
  scaffolderModuleApprovals,
  approvalsModuleScaffolder,
  createBackendModule({
    pluginId: 'scaffolder',
    moduleId: 'faults',
    register(env) {
      env.registerInit({
        deps: { actions: scaffolderActionsExtensionPoint },
        async init({ actions }) {
          actions.addActions(
            createTemplateAction({
              id: 'faults:write',
              schema: { input: { line: z => z.string() } },
              async handler({ task, input }) {
                const file = process.env.MADE_FILE;
                if (file) {
                  fs.appendFileSync(file, `${task.id} ${input.line}\n`);
                }
              },
            }),
          );
        },
      });
    },
  }),
];
