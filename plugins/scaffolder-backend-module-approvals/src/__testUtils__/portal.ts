import { setTimeout as sleep } from 'node:timers/promises';
import { SchedulerService } from '@backstage/backend-plugin-api';
import {
  mockServices,
  startTestBackend,
  TestBackend,
  TestDatabaseId,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import scaffolderPlugin from '@backstage/plugin-scaffolder-backend';
import approvalsPlugin from '@countersign/backstage-plugin-approvals-backend';
import { Knex } from 'knex';
import { approvalsModuleScaffolder, scaffolderModuleApprovals } from '..';
import { Made, makeModule } from './makeModule';
import {
  catalogOf,
  configuration,
  databaseOf,
  eventsOf,
  keepScheduler,
  PortalOptions,
} from './portalFeatures';
import { Runs } from './Runs';
import { townspeople } from './town';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

/** For `describe.each`: every database that runs here. */
export const everyDatabase = databases.eachSupportedId();

/** An empty database. */
export const newDatabase = (id: TestDatabaseId) => databases.init(id);

/** A scaffolder and approvals in one real backend. */
export class TestPortal extends Runs {
  readonly backend: TestBackend;
  /** Templates and people; a test may change them. */
  readonly entities: Entity[];
  /** What ran behind the gates. */
  readonly made: Made[];
  /** Tasks that hold no longer. */
  readonly released: Set<string>;
  readonly knexes: Record<string, Knex>;
  readonly #scheduler: SchedulerService;

  private constructor(parts: {
    backend: TestBackend;
    entities: Entity[];
    made: Made[];
    released: Set<string>;
    knexes: Record<string, Knex>;
    scheduler: SchedulerService;
  }) {
    super(`http://localhost:${parts.backend.server.port()}`);
    this.backend = parts.backend;
    this.entities = parts.entities;
    this.made = parts.made;
    this.released = parts.released;
    this.knexes = parts.knexes;
    this.#scheduler = parts.scheduler;
  }

  static async start(
    databaseId: TestDatabaseId,
    options: PortalOptions = {},
  ): Promise<TestPortal> {
    const knexes = {
      approvals: await databases.init(databaseId),
      scaffolder: await databases.init(databaseId),
      ...(options.catalogFile && { catalog: await databases.init(databaseId) }),
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
    const released = new Set<string>();
    const schedulers: SchedulerService[] = [];
    const backend = await startTestBackend({
      features: [
        scaffolderPlugin,
        scaffolderModuleApprovals,
        approvalsPlugin,
        approvalsModuleScaffolder,
        makeModule(made, released),
        keepScheduler(schedulers),
        ...databaseOf(knexes),
        ...eventsOf(options),
        ...catalogOf(options, entities),
        mockServices.rootLogger.factory({ level: 'none' }),
        mockServices.rootConfig.factory({ data: configuration(options) }),
        ...(options.features ?? []),
      ],
    });
    const [scheduler] = schedulers;
    return new TestPortal({
      ...{ backend, entities, made, released, knexes, scheduler },
    });
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

  /** A pass of the look after all runs, which comes each minute. */
  async reconcile(): Promise<void> {
    await this.#scheduler.triggerTask('approvals-runs');
  }

  /** Waits until the scaffolder looks no more for the cancelling of runs that have ended. */
  async quiet(): Promise<void> {
    await quiet(this.knexes.scaffolder);
  }

  /** Ends it, once it is quiet. */
  async stop(): Promise<void> {
    await this.quiet();
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
