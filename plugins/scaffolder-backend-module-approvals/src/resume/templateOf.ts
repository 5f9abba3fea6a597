import { Entity, parseEntityRef } from '@backstage/catalog-model';
import { TemplateInfo } from '@backstage/plugin-scaffolder-common';
import { JsonObject } from '@backstage/types';
import { RunDetails } from '@countersign/backstage-plugin-approvals-common';
import { refilledParameters } from './shownParameters';

/** Longer addresses are not taken by every browser and proxy. */
const LONGEST_LINK = 4_000;

/** What is told of the template that runs; its entity where it is still there. */
export function templateOf(
  info: TemplateInfo | undefined,
  entity: Entity | undefined,
): RunDetails['template'] {
  if (!info) {
    return undefined;
  }
  const owner = entity?.spec?.owner;
  const { name, title } = entity?.metadata ??
    info.entity?.metadata ?? { name: info.entityRef };
  return {
    ref: info.entityRef.toLowerCase(),
    title: title ?? name,
    owner: typeof owner === 'string' ? owner : undefined,
  };
}

/** The template's form, filled in as it was, less secrets and what it masks; undefined where that is too long for an address. */
export function againLink(
  ref: string | undefined,
  pages: readonly unknown[],
  values: JsonObject,
): string | undefined {
  if (ref === undefined) {
    return undefined;
  }
  const { namespace, name } = parseEntityRef(ref);
  const formData = JSON.stringify(refilledParameters(pages, values));
  const link = `/create/templates/${encodeURIComponent(
    namespace,
  )}/${encodeURIComponent(name)}?${new URLSearchParams({ formData })}`;
  return link.length > LONGEST_LINK ? undefined : link;
}
