import { Entity } from '@backstage/catalog-model';
import {
  CatalogProcessor,
  CatalogProcessorEmit,
  processingResult,
} from '@backstage/plugin-catalog-node';
import type { LocationSpec } from '@backstage/plugin-catalog-common';
import { Settings } from '../settings';
import { checkTemplate, Finding } from './checkTemplate';
import { GatePolicies } from './GatePolicies';
import { readTemplate } from './template';

/** Holds what the check has found, as JSON, for the template's page. */
export const CHECK_ANNOTATION = 'countersign.dev/template-check';

/**
 * Checks templates as the catalog reads them. What is refused is an error of
 * the catalog: the template is not taken, or stays as it was before.
 */
export class TemplateCheckProcessor implements CatalogProcessor {
  readonly #settings: Settings;
  readonly #policies: Pick<GatePolicies, 'get'>;

  constructor(options: {
    settings: Settings;
    policies: Pick<GatePolicies, 'get'>;
  }) {
    this.#settings = options.settings;
    this.#policies = options.policies;
  }

  getProcessorName(): string {
    return 'ApprovalsTemplateCheck';
  }

  async preProcessEntity(
    entity: Entity,
    location: LocationSpec,
    emit: CatalogProcessorEmit,
  ): Promise<Entity> {
    const template = isTemplate(entity) ? readTemplate(entity) : undefined;
    if (!template) {
      return entity;
    }
    const { enforce, keepsWorkspace } = this.#settings;
    const findings = checkTemplate(template, {
      keepsWorkspace,
      policies: enforce === 'off' ? [] : await this.#policies.get(),
    });
    const refused = findings.filter(
      ({ severity }) =>
        severity === 'refused' ||
        (severity === 'error' && enforce === 'refuse'),
    );
    for (const { message } of refused) {
      emit(processingResult.generalError(location, message));
    }
    return annotated(entity, enforce === 'off' ? [] : findings);
  }
}

function isTemplate({ kind, apiVersion }: Entity): boolean {
  return (
    kind?.toLowerCase() === 'template' &&
    Boolean(apiVersion?.startsWith('scaffolder.backstage.io/'))
  );
}

/** Nobody's own annotation of that name counts. */
function annotated(entity: Entity, findings: Finding[]): Entity {
  const { [CHECK_ANNOTATION]: _, ...annotations } =
    entity.metadata?.annotations ?? {};
  return {
    ...entity,
    metadata: {
      ...entity.metadata,
      annotations: {
        ...annotations,
        ...(findings.length > 0 && {
          [CHECK_ANNOTATION]: JSON.stringify(findings),
        }),
      },
    },
  };
}
