import type { Entity } from '@backstage/catalog-model';

/** Where the catalog keeps what the check of templates has found. */
const ANNOTATION = 'countersign.dev/template-check';

const SEVERITIES = ['refused', 'error', 'warning'] as const;

/** Something that is wrong with a template that waits for approval, or should. */
export type Finding = {
  rule: string;
  severity: (typeof SEVERITIES)[number];
  /** The id of the step that it is about. */
  step?: string;
  message: string;
};

/** What the check has found in a template, the worst first; none in anything that is not its own. */
export function findingsOf({ kind, metadata }: Entity): Finding[] {
  const text = metadata.annotations?.[ANNOTATION];
  if (kind.toLowerCase() !== 'template' || !text) return [];
  try {
    const found: unknown = JSON.parse(text);
    return SEVERITIES.flatMap(severity =>
      Array.isArray(found)
        ? found.filter(isFinding).filter(one => one.severity === severity)
        : [],
    );
  } catch {
    // Somebody else's annotation, of an installation without the check.
    return [];
  }
}

function isFinding(value: unknown): value is Finding {
  const { severity, message } = (value ?? {}) as Partial<Finding>;
  return typeof message === 'string' && typeof severity === 'string';
}
