import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { ApprovalsApiProvider } from './ApprovalsApiProvider';

/**
 * Shows the API of approvals in the catalog: an API entity with the OpenAPI
 * document that the running backend answers, so that the two never differ.
 */
export const approvalsApi = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'approvals-api',
  register(reg) {
    reg.registerInit({
      deps: {
        catalog: catalogProcessingExtensionPoint,
        discovery: coreServices.discovery,
        scheduler: coreServices.scheduler,
      },
      async init({ catalog, discovery, scheduler }) {
        catalog.addEntityProvider(
          new ApprovalsApiProvider({
            document: async () => {
              const baseUrl = await discovery.getBaseUrl('approvals');
              const response = await fetch(`${baseUrl}/openapi.json`);
              if (!response.ok) {
                throw new Error(
                  `The OpenAPI document of approvals answered ${response.status}`,
                );
              }
              return response.text();
            },
            schedule: scheduler.createScheduledTaskRunner({
              initialDelay: { seconds: 3 },
              frequency: { hours: 1 },
              timeout: { minutes: 1 },
              scope: 'local',
            }),
          }),
        );
      },
    });
  },
});
