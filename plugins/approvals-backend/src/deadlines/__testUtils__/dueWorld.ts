import { setTimeout as sleep } from 'node:timers/promises';
import { mockServices, TestDatabaseId } from '@backstage/backend-test-utils';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  policyDefinition,
  PolicyDefinitionInput,
} from '@countersign/backstage-plugin-approvals-common';
import { v7 as newId } from 'uuid';
import { tables } from '../../database';
import { EffectHandler, Outbox, OutboxWorker } from '../../outbox';
import {
  coreRuleTypes,
  Directory,
  PeopleService,
  RuleTypeRegistry,
} from '../../people';
import { group, user } from '../../people/__testUtils__/catalogEntities';
import { Searches } from '../../requests';
import { RequestWorld } from '../../requests/__testUtils__/requestWorld';
import { Sandbox } from '../../sandbox';
import { Deadlines } from '../Deadlines';
import { handleDueTimes } from '../handleDueTimes';

type Stage = Partial<PolicyDefinitionInput['stages'][number]>;

/** What stands around every handler of a world's workers. */
type Around = (handler: EffectHandler, kind: string) => EffectHandler;

/** A catalog that can go away, with a group of Bob and Carol, and Dave who leads. */
function createCatalog() {
  const catalog = catalogServiceMock({
    entities: [
      ...['alice', 'bob', 'carol', 'dave'].map(name => user(name, [])),
      group('platform', { members: ['bob', 'carol'] }),
      group('leads', { members: ['dave'] }),
    ],
  });
  const ask = jest.spyOn(catalog, 'getEntitiesByRefs');
  return { catalog: catalog as CatalogService, ask };
}

/** Requests with workers that bring what falls due by the world's own clock. */
export class DueWorld {
  readonly #workers: OutboxWorker[] = [];

  private constructor(
    readonly requests: RequestWorld,
    /** Look-ups in the catalog. */
    readonly ask: jest.SpyInstance,
    private readonly catalog: CatalogService,
  ) {}

  static async create(
    id: TestDatabaseId,
    stages: Stage[],
    settings: Partial<PolicyDefinitionInput> = {},
  ): Promise<DueWorld> {
    const definition = policyDefinition.parse({
      key: 'client',
      name: 'Client',
      subjectType: 'client',
      ...settings,
      stages: stages.map((stage, index) => ({
        name: `Stage ${index}`,
        quorum: { mode: 'count', value: 2 },
        rejections: 2,
        approvers: [{ type: 'group', group: 'platform' }],
        ...stage,
      })),
    });
    const { catalog, ask } = createCatalog();
    const requests = await RequestWorld.create(id, definition);
    return new DueWorld(requests, ask, catalog);
  }

  /** A worker as each process has one. */
  addWorker(around: Around = handler => handler): void {
    const { requests, catalog } = this;
    const { clock, database, batches } = requests;
    const logger = mockServices.logger.mock();
    const directory = new Directory({ catalog, auth: mockServices.auth() });
    const sandbox = {} as Sandbox;
    const registry = new RuleTypeRegistry();
    registry.addRuleType(...coreRuleTypes({ directory, sandbox }));
    const people = new PeopleService({ registry, directory, sandbox, logger });
    const shared = { store: batches, deliveries: requests.moreDeliveries() };
    const { now } = clock;
    const searches = new Searches({ ...shared, people, now, newId });
    const worker = new OutboxWorker({
      database,
      outbox: new Outbox({ database }),
      logger,
      poll: 20,
      clock: () => clock.time,
    });
    const handle = worker.handle.bind(worker);
    worker.handle = (kind, handler, options) =>
      handle(kind, around(handler, kind), options);
    handleDueTimes(worker, {
      deadlines: new Deadlines({ ...shared, searches }),
      searches,
    });
    worker.start();
    this.#workers.push(worker);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#workers.map(worker => worker.stop()));
  }

  /** Alice asks, and the people are found. */
  async asked(execution?: string): Promise<string> {
    const id = await this.requests.make(execution);
    await this.worked();
    return id;
  }

  /** Moves the clock and waits until everything that is due then is done. */
  async after(hours: number): Promise<void> {
    this.requests.clock.move(hours);
    await this.worked();
  }

  /** Waits until nothing is due and nothing is being done. */
  async worked(): Promise<void> {
    const { clock, database } = this.requests;
    const end = Date.now() + 15_000;
    for (;;) {
      const [row] = await database
        .knex(tables.outbox)
        .whereNull('done_at')
        .where(due =>
          due.where('due_at', '<=', clock.now()).orWhereNotNull('lease'),
        )
        .where('kind', '<>', 'history.publish')
        .limit(1);
      if (!row) {
        return;
      }
      if (Date.now() > end) {
        throw new Error(`Still due: ${JSON.stringify(row)}`);
      }
      await sleep(10);
    }
  }

  /** Brings every timer of a kind once more, as after a crash. */
  async redeliver(kind: string): Promise<void> {
    const { clock, database } = this.requests;
    await database
      .knex(tables.outbox)
      .where({ kind })
      .update({ done_at: null, due_at: clock.now() });
    await this.worked();
  }

  /** The catalog does not answer from now on. */
  catalogGoes(): void {
    this.ask.mockRejectedValue(new Error('connection refused'));
  }

  /** The catalog answers again, without some people. */
  catalogComes(options: { without?: string[] } = {}): void {
    this.ask.mockReset();
    const refs = (options.without ?? []).map(name => `user:default/${name}`);
    const { catalog } = createCatalog();
    this.ask.mockImplementation(async (request, credentials) => {
      const { items } = await catalog.getEntitiesByRefs(request, credentials);
      return {
        items: items.map((item, index) =>
          refs.includes(request.entityRefs[index]) ? undefined : item,
        ),
      };
    });
  }

  /** What happened to a request since its people were found. */
  async story(id: string): Promise<string[]> {
    const types = await this.requests.story(id);
    return types.slice(types.indexOf('stage.started') + 1);
  }

  /** Payloads of a request's events of one type, oldest first. */
  async told(id: string, type: string): Promise<Record<string, unknown>[]> {
    const rows: string[] = await this.requests.database
      .knex(tables.events)
      .where({ stream: `request:${id}`, type })
      .orderBy('seq')
      .pluck('payload');
    return rows.map(payload => JSON.parse(payload));
  }
}
