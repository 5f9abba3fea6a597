import { TemplateFilter } from '@countersign/backstage-plugin-approvals-common';
import { CheckedTemplate } from './template';

/** A policy and the templates that must have a gate under it. */
export type AppliesTo = { key: string; templates: readonly TemplateFilter[] };

/** Whether a filter of a policy matches a template: all that it says fits. */
export function matches(
  { ref, tag, type }: TemplateFilter,
  template: CheckedTemplate,
): boolean {
  return (
    (ref === undefined || ref === template.ref) &&
    (tag === undefined || template.tags.includes(tag)) &&
    (type === undefined || type === template.type)
  );
}
