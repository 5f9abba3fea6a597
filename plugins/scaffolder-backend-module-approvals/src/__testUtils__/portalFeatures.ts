import {
  BackendFeature,
  coreServices,
  createBackendModule,
  createServiceFactory,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import templateModel from '@backstage/plugin-catalog-backend-module-scaffolder-entity-model';
import {
  CatalogService,
  catalogServiceRef,
} from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';

/** What is not usual in a portal of tests. */
export type PortalOptions = {
  /** Below `scaffolder` of the configuration. */
  scaffolder?: JsonObject;
  /** Below `approvals` of the configuration. */
  approvals?: JsonObject;
  features?: BackendFeature[];
  /** What a real catalog reads, in place of one that the test changes. */
  catalogFile?: string;
  /** Nobody hears what others tell of: hints are lost. */
  isDeaf?: boolean;
};

/** What a portal of tests is told. */
export function configuration(options: PortalOptions): JsonObject {
  const { scaffolder, approvals, catalogFile } = options;
  return {
    app: { baseUrl: 'http://portal.example' },
    scaffolder: { taskRecovery: { enabled: true }, ...scaffolder },
    approvals: {
      limits: { writesPerSecond: 0 },
      encryption: { keys: [{ secret: 'k'.repeat(43) }] },
      ...approvals,
    },
    ...(catalogFile && {
      catalog: {
        processingInterval: { seconds: 1 },
        rules: [{ allow: ['Template', 'Location', 'User', 'Group'] }],
        locations: [{ type: 'file', target: catalogFile }],
      },
    }),
  };
}

/** Gives the test what runs now and then. */
export function keepScheduler(schedulers: SchedulerService[]): BackendFeature {
  return createBackendModule({
    pluginId: 'approvals',
    moduleId: 'keep-scheduler',
    register(env) {
      env.registerInit({
        deps: { scheduler: coreServices.scheduler },
        async init({ scheduler }) {
          schedulers.push(scheduler);
        },
      });
    },
  });
}

/** A database for each plugin. */
export function databaseOf(knexes: Record<string, Knex>): BackendFeature[] {
  return [
    createServiceFactory({
      service: coreServices.database,
      deps: { plugin: coreServices.pluginMetadata },
      factory: ({ plugin }) =>
        mockServices.database({ knex: knexes[plugin.getId()] }),
    }),
  ];
}

/** Events that reach all plugins, or none. */
export function eventsOf({ isDeaf }: PortalOptions): BackendFeature[] {
  const events = mockServices.events();
  return [
    createServiceFactory({
      service: eventsServiceRef,
      deps: { plugin: coreServices.pluginMetadata },
      factory: () => (isDeaf ? mockServices.events() : events),
    }),
  ];
}

/** A catalog that changes as a test says, or a real one. */
export function catalogOf(
  { catalogFile }: PortalOptions,
  entities: Entity[],
): BackendFeature[] {
  if (catalogFile) {
    return [catalogPlugin, templateModel];
  }
  const catalog = new Proxy({} as CatalogService, {
    get: (_, method: keyof CatalogService) => {
      const now = catalogServiceMock({ entities });
      return now[method]?.bind(now);
    },
  });
  return [
    createServiceFactory({
      service: catalogServiceRef,
      deps: {},
      factory: () => catalog,
    }),
  ];
}
