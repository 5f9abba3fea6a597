import { z } from 'zod';

/** The actions that stop a task until somebody approved. */
const WAITING_ACTIONS = ['approval:gate', 'approval:wait'];
/** The actions that make a request. */
const ASKING_ACTIONS = ['approval:gate', 'approval:request'];

const text = z.string().optional().catch(undefined);

const stepSchema = z.object({
  id: text,
  name: text,
  action: z.string().catch(''),
  if: z.unknown().optional(),
  each: z.unknown().optional(),
  input: z.record(z.string(), z.unknown()).optional().catch(undefined),
});

const templateSchema = z.object({
  metadata: z
    .object({
      name: z.string().catch(''),
      namespace: text,
      tags: z.array(z.string()).catch([]),
    })
    .optional()
    .catch(undefined),
  spec: z.object({
    type: text,
    parameters: z.unknown().optional(),
    steps: z.array(stepSchema).catch([]),
    EXPERIMENTAL_recovery: z
      .object({ EXPERIMENTAL_strategy: text })
      .optional()
      .catch(undefined),
  }),
});

/** A step with the id that the scaffolder gives it. */
export type TemplateStep = z.output<typeof stepSchema> & { id: string };

/** As much of a template as its check looks at; it may be wrong elsewhere. */
export type CheckedTemplate = {
  /** `template:default/name`; undefined for one that is running. */
  ref?: string;
  tags: string[];
  type?: string;
  /** JSON Schemas of the form's pages; none for one that is running. */
  parameters: unknown[];
  steps: TemplateStep[];
  startsOver: boolean;
};

/** Reads a template's entity, or what a task keeps of it. */
export function readTemplate(value: unknown): CheckedTemplate | undefined {
  const read = templateSchema.safeParse(value);
  if (!read.success) {
    return undefined;
  }
  const { metadata, spec } = read.data;
  const { name, namespace = 'default', tags = [] } = metadata ?? {};
  return {
    ref: name ? `template:${namespace}/${name}`.toLowerCase() : undefined,
    tags,
    type: spec.type,
    parameters: [spec.parameters ?? []].flat(),
    steps: spec.steps.map((step, index) => ({
      ...step,
      id: step.id ?? `step-${index + 1}`,
    })),
    startsOver:
      spec.EXPERIMENTAL_recovery?.EXPERIMENTAL_strategy === 'startOver',
  };
}

/** Whether a step stops the task until somebody approved. */
export function isWaiting({ action }: Pick<TemplateStep, 'action'>): boolean {
  return WAITING_ACTIONS.includes(action);
}

/** Whether a step makes a request. */
export function isAsking({ action }: Pick<TemplateStep, 'action'>): boolean {
  return ASKING_ACTIONS.includes(action);
}
