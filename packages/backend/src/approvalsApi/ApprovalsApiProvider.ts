import { SchedulerServiceTaskRunner } from '@backstage/backend-plugin-api';
import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  ApiEntity,
} from '@backstage/catalog-model';
import {
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';

const LOCATION = 'url:/api/approvals/openapi.json';

/** Provides the API entity `approvals`, and looks for a new document now and then. */
export class ApprovalsApiProvider implements EntityProvider {
  readonly #document: () => Promise<string>;
  readonly #schedule: SchedulerServiceTaskRunner;

  /**
   * @param options.document - reads the OpenAPI document
   * @param options.schedule - when to read it
   */
  constructor(options: {
    document: () => Promise<string>;
    schedule: SchedulerServiceTaskRunner;
  }) {
    this.#document = options.document;
    this.#schedule = options.schedule;
  }

  getProviderName(): string {
    return 'approvals-api';
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    await this.#schedule.run({
      id: 'approvals-api',
      fn: async () => {
        const entity = apiEntity(await this.#document());
        await connection.applyMutation({
          type: 'full',
          entities: [{ entity, locationKey: this.getProviderName() }],
        });
      },
    });
  }
}

function apiEntity(definition: string): ApiEntity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'API',
    metadata: {
      name: 'approvals',
      title: 'Approvals',
      description: 'Ask, decide, and read who decided what',
      annotations: {
        [ANNOTATION_LOCATION]: LOCATION,
        [ANNOTATION_ORIGIN_LOCATION]: LOCATION,
      },
    },
    spec: {
      type: 'openapi',
      lifecycle: 'experimental',
      owner: 'group:default/platform',
      system: 'countersign',
      definition,
    },
  };
}
