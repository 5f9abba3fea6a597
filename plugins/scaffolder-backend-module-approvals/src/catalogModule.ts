import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { createApprovalsApi } from './approvalsApi';
import { readSettings } from './settings';
import { GatePolicies } from './templates/GatePolicies';
import { TemplateCheckProcessor } from './templates/TemplateCheckProcessor';

/** Checks templates that wait for approvals, and those that should, as the catalog reads them. */
export const catalogModuleTemplateCheck = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'approvals-template-check',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogProcessingExtensionPoint,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        logger: coreServices.logger,
      },
      async init({ catalog, config, logger, ...services }) {
        const api = createApprovalsApi(services);
        catalog.addProcessor(
          new TemplateCheckProcessor({
            settings: readSettings(config),
            policies: new GatePolicies({ api, logger }),
          }),
        );
      },
    });
  },
});
