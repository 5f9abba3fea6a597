import path from 'node:path';
import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { createApprovalsServiceClient } from '@countersign/backstage-plugin-approvals-node';
import { createDatabaseUserAction } from './createDatabaseUser';

/** The demo's database: a folder, where the configuration names one. */
export const demoDatabase = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'demo-database',
  register(env) {
    env.registerInit({
      deps: {
        actions: scaffolderActionsExtensionPoint,
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
      },
      async init({ actions, auth, config, discovery }) {
        const folder = config.getOptionalString('demo.folder');
        if (folder) {
          actions.addActions(
            createDatabaseUserAction({
              client: createApprovalsServiceClient({ auth, discovery }),
              folder: path.resolve(folder, 'database-users'),
            }),
          );
        }
      },
    });
  },
});
