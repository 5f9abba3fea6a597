import { AuthService } from '@backstage/backend-plugin-api';
import { Entity } from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { TaskSpec, TemplateInfo } from '@backstage/plugin-scaffolder-common';
import { hiddenValues } from './shownParameters';

/** The form of a template as it is now. */
export type Form = {
  /** Undefined when the template is not there any more. */
  entity: Entity | undefined;
  /** Whether nobody knows any more what of it was to be hidden. */
  isLost: boolean;
  /** JSON Schemas. */
  pages: unknown[];
};

/** Forms that templates were started with: a task keeps only what was filled in. */
export class Forms {
  readonly #auth: AuthService;
  readonly #catalog: CatalogService;

  constructor(services: { auth: AuthService; catalog: CatalogService }) {
    this.#auth = services.auth;
    this.#catalog = services.catalog;
  }

  /** @throws whatever keeps the catalog from answering */
  async of(info: TemplateInfo | undefined): Promise<Form> {
    const entity =
      info &&
      (await this.#catalog.getEntityByRef(info.entityRef, {
        credentials: await this.#auth.getOwnServiceCredentials(),
      }));
    return {
      entity,
      isLost: info !== undefined && !entity,
      pages: [entity?.spec?.parameters ?? []].flat(),
    };
  }

  /** What was filled in and is to be read by nobody: everything, while nobody knows the form. */
  async hiddenOf(
    { templateInfo, parameters }: TaskSpec,
    form?: Form,
  ): Promise<string[]> {
    const known = form ?? (await this.of(templateInfo).catch(() => undefined));
    return known && !known.isLost
      ? hiddenValues(known.pages, parameters)
      : allValues(parameters);
  }
}

function allValues(value: unknown): string[] {
  return typeof value === 'object' && value !== null
    ? Object.values(value).flatMap(allValues)
    : [String(value)];
}
