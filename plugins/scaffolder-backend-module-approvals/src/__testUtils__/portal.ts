import { setTimeout as sleep } from 'node:timers/promises';
import {
  BackendFeature,
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockServices,
  startTestBackend,
  TestBackend,
  TestDatabaseId,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import {
  CatalogService,
  catalogServiceRef,
} from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import scaffolderPlugin from '@backstage/plugin-scaffolder-backend';
import { JsonObject } from '@backstage/types';
import approvalsPlugin from '@countersign/backstage-plugin-approvals-backend';
import { Knex } from 'knex';
import { approvalsModuleScaffolder, scaffolderModuleApprovals } from '..';
import { Made, makeModule } from './makeModule';
import { Runs } from './Runs';
import { townspeople } from './town';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

/** For `describe.each`: every database that runs here. */
export const everyDatabase = databases.eachSupportedId();

/** What is not usual in a portal of tests. */
export type PortalOptions = {
  /** Below `scaffolder` of the configuration. */
  scaffolder?: JsonObject;
  /** Below `approvals` of the configuration. */
  approvals?: JsonObject;
  features?: BackendFeature[];
};

/** A scaffolder and approvals in one real backend. */
export class TestPortal extends Runs {
  readonly backend: TestBackend;
  /** Templates and people; a test may change them. */
  readonly entities: Entity[];
  /** What ran behind the gates. */
  readonly made: Made[];

  private constructor(
    backend: TestBackend,
    entities: Entity[],
    made: Made[],
    readonly knexes: Record<string, Knex>,
  ) {
    super(`http://localhost:${backend.server.port()}`);
    this.backend = backend;
    this.entities = entities;
    this.made = made;
  }

  static async start(
    databaseId: TestDatabaseId,
    options: PortalOptions = {},
  ): Promise<TestPortal> {
    const knexes = {
      approvals: await databases.init(databaseId),
      scaffolder: await databases.init(databaseId),
    };
    return TestPortal.on(knexes, options);
  }

  /** On databases that are there; several portals may share them. */
  static async on(
    knexes: Record<string, Knex>,
    options: PortalOptions = {},
  ): Promise<TestPortal> {
    const entities = [...townspeople];
    const made: Made[] = [];
    const backend = await startTestBackend({
      features: [
        scaffolderPlugin,
        scaffolderModuleApprovals,
        approvalsPlugin,
        approvalsModuleScaffolder,
        makeModule(made),
        ...backstage(knexes, entities),
        mockServices.rootConfig.factory({ data: configuration(options) }),
        ...(options.features ?? []),
      ],
    });
    return new TestPortal(backend, entities, made, knexes);
  }

  /** Puts a template into the catalog, in place of one of its name. */
  add(entity: Entity): void {
    this.remove(entity.metadata.name);
    this.entities.push(entity);
  }

  /** Takes a template out of the catalog. */
  remove(name: string): void {
    const index = this.entities.findIndex(
      ({ kind, metadata }) => kind === 'Template' && metadata.name === name,
    );
    if (index >= 0) {
      this.entities.splice(index, 1);
    }
  }

  /** Ends it, once the scaffolder looks no more for the cancelling of runs that have ended. */
  async stop(): Promise<void> {
    await quiet(this.knexes.scaffolder);
    await this.backend.stop();
  }
}

/** The scaffolder looks each second as long as it looks at all. */
const PAUSE = 1_300;
const PATIENCE = 20_000;

/** Waits until a database is asked for nothing for a while. */
async function quiet(knex: Knex): Promise<void> {
  const began = Date.now();
  let last = began;
  const listen = () => {
    last = Date.now();
  };
  knex.on('query', listen);
  while (Date.now() - last < PAUSE && Date.now() - began < PATIENCE) {
    await sleep(100);
  }
  knex.off('query', listen);
}

function configuration({ scaffolder, approvals }: PortalOptions): JsonObject {
  return {
    app: { baseUrl: 'http://portal.example' },
    scaffolder: { taskRecovery: { enabled: true }, ...scaffolder },
    approvals: {
      limits: { writesPerSecond: 0 },
      encryption: { keys: [{ secret: 'k'.repeat(43) }] },
      ...approvals,
    },
  };
}

/** A database for each plugin, events that reach all of them, and a catalog that changes. */
function backstage(
  knexes: Record<string, Knex>,
  entities: Entity[],
): BackendFeature[] {
  const catalog = new Proxy({} as CatalogService, {
    get: (_, method: keyof CatalogService) => {
      const now = catalogServiceMock({ entities });
      return now[method]?.bind(now);
    },
  });
  const events = mockServices.events();
  return [
    createServiceFactory({
      service: eventsServiceRef,
      deps: {},
      factory: () => events,
    }),
    createServiceFactory({
      service: coreServices.database,
      deps: { plugin: coreServices.pluginMetadata },
      factory: ({ plugin }) =>
        mockServices.database({ knex: knexes[plugin.getId()] }),
    }),
    createServiceFactory({
      service: catalogServiceRef,
      deps: {},
      factory: () => catalog,
    }),
    mockServices.rootLogger.factory({ level: 'none' }),
  ];
}
