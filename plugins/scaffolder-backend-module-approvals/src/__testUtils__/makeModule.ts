import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  BackendFeature,
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  createTemplateAction,
  scaffolderActionsExtensionPoint,
} from '@backstage/plugin-scaffolder-node';
import { scaffolderWorkspaceProviderExtensionPoint } from '@backstage/plugin-scaffolder-node/alpha';
import { JsonObject } from '@backstage/types';
import { ApprovalsClient } from '@countersign/backstage-plugin-approvals-common';
import {
  createApprovalsServiceClient,
  verifyApproval,
} from '@countersign/backstage-plugin-approvals-node';

/** What the step `test:make` was run with. */
export type Made = {
  taskId: string;
  input: JsonObject;
  /** Names of the secrets that were there, less those of the scaffolder. */
  secrets: string[];
  /** Files in the workspace. */
  files: string[];
};

/**
 * Brings the steps of tests, and a place that keeps files of tasks: `kept`.
 *
 * @param released - tasks whose step `test:hold` may end
 */
export function makeModule(
  made: Made[],
  released: ReadonlySet<string>,
): BackendFeature {
  return createBackendModule({
    pluginId: 'scaffolder',
    moduleId: 'make',
    register(env) {
      env.registerInit({
        deps: {
          actions: scaffolderActionsExtensionPoint,
          auth: coreServices.auth,
          discovery: coreServices.discovery,
          workspaces: scaffolderWorkspaceProviderExtensionPoint,
        },
        async init({ actions, workspaces, ...services }) {
          const client = createApprovalsServiceClient(services);
          actions.addActions(
            makeAction(made),
            changeAction(made, client),
            holdAction(released),
            fileAction,
          );
          workspaces.addProviders({ kept: keptFiles });
        },
      });
    },
  });
}

/** Writes down that it ran, and gives a request's id that it was given; fails as often as its input says. */
function makeAction(made: Made[]) {
  const left = new Map<string, number>();
  return createTemplateAction({
    id: 'test:make',
    schema: {
      input: z => z.record(z.unknown()),
      output: { requestId: z => z.string().optional() },
    },
    async handler({ task, input, secrets = {}, workspacePath, output }) {
      const given = input as JsonObject;
      const tries = left.get(task.id) ?? Number(given.fails ?? 0);
      left.set(task.id, tries - 1);
      if (tries > 0) {
        throw new Error('It did not work');
      }
      made.push({
        taskId: task.id,
        input: given,
        secrets: Object.keys(secrets).filter(
          name => !['backstageToken', '__initiatorCredentials'].includes(name),
        ),
        files: await readdir(workspacePath),
      });
      if (typeof given.requestId === 'string') {
        output('requestId', given.requestId);
      }
    },
  });
}

/** Checks its approval, as whatever changes something should, and writes down what it changed. */
function changeAction(made: Made[], client: ApprovalsClient) {
  return createTemplateAction({
    id: 'test:change',
    schema: { input: { approval: z => z.string() } },
    async handler({ task, input, getInitiatorCredentials }) {
      const { subject } = await verifyApproval({
        client,
        requestId: input.approval,
        run: {
          kind: 'scaffolder',
          idPrefix: `${task.id}/`,
          initiator: await getInitiatorCredentials(),
        },
        about: { policyKey: 'plain' },
      });
      made.push({
        taskId: task.id,
        input: { changed: subject.id },
        secrets: [],
        files: [],
      });
    },
  });
}

/** Runs until the test lets its task go. */
function holdAction(released: ReadonlySet<string>) {
  return createTemplateAction({
    id: 'test:hold',
    async handler({ task }) {
      while (!released.has(task.id)) {
        await sleep(20);
      }
    },
  });
}

/** Makes a file. */
const fileAction = createTemplateAction({
  id: 'test:file',
  async handler({ workspacePath }) {
    await writeFile(path.join(workspacePath, 'made.txt'), 'made');
  },
});

const placeOf = (taskId: string) => path.join(tmpdir(), `kept-${taskId}`);

const keptFiles = {
  async serializeWorkspace({ path: from, taskId }: Kept & { path: string }) {
    await cp(from, placeOf(taskId), { recursive: true });
  },
  async rehydrateWorkspace({
    taskId,
    targetPath,
  }: Kept & { targetPath: string }) {
    await mkdir(placeOf(taskId), { recursive: true });
    await cp(placeOf(taskId), targetPath, { recursive: true });
  },
  async cleanWorkspace({ taskId }: Kept) {
    await rm(placeOf(taskId), { recursive: true, force: true });
  },
};

type Kept = { taskId: string };
