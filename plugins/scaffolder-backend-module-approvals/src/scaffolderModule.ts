import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  scaffolderActionsExtensionPoint,
  scaffolderServiceRef,
} from '@backstage/plugin-scaffolder-node';
import { createApprovalsApi } from './approvalsApi';
import { createApprovalGateAction } from './gate/approvalGate';
import { createApprovalRequestAction } from './gate/approvalRequest';
import { createApprovalWaitAction } from './gate/approvalWait';
import { Asker } from './gate/Asker';
import { DryRun } from './gate/DryRun';
import { FrozenTasks } from './gate/FrozenTasks';
import { Gate } from './gate/Gate';
import { readSettings } from './settings';

/** The template steps `approval:gate`, `approval:request` and `approval:wait`. */
export const scaffolderModuleApprovals = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'approvals',
  register(env) {
    env.registerInit({
      deps: {
        actions: scaffolderActionsExtensionPoint,
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        logger: coreServices.logger,
        scaffolder: scaffolderServiceRef,
      },
      async init({ actions, config, logger, ...services }) {
        const settings = readSettings(config);
        if (!settings.recovers) {
          logger.warn(
            'Templates cannot wait for approvals: set scaffolder.taskRecovery.enabled',
          );
        }
        const api = createApprovalsApi(services);
        const tasks = new FrozenTasks(services);
        const asker = new Asker({ api, tasks, settings });
        const gate = new Gate({ ...services, api, asker, settings, logger });
        const dryRun = new DryRun({ api });
        actions.addActions(
          createApprovalGateAction({ gate, dryRun }),
          createApprovalRequestAction({ gate, dryRun }),
          createApprovalWaitAction({ gate }),
        );
      },
    });
  },
});
