import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { scaffolderServiceRef } from '@backstage/plugin-scaffolder-node';
import { approvalsExecutorsExtensionPoint } from '@countersign/backstage-plugin-approvals-node';
import { Forms } from './resume/Forms';
import { ScaffolderExecutor } from './resume/ScaffolderExecutor';
import { RetryResumer } from './resume/TaskResumer';

/** Tells the approvals plugin of template runs, and lets them go on for it. */
export const approvalsModuleScaffolder = createBackendModule({
  pluginId: 'approvals',
  moduleId: 'scaffolder',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        events: eventsServiceRef,
        executors: approvalsExecutorsExtensionPoint,
        scaffolder: scaffolderServiceRef,
      },
      async init({ executors, ...services }) {
        const resumer = new RetryResumer(services);
        executors.addExecutor(
          new ScaffolderExecutor({
            ...services,
            forms: new Forms(services),
            resumer,
            now: Date.now,
          }),
        );
      },
    });
  },
});
