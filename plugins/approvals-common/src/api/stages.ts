import { z } from 'zod';
import { StageDefinition } from '../policy';
import { timeOut } from '../times';
import { stageStatus } from './subjects';
import { taskSchema } from './tasks';

/** A stage of one round. `missing` says in words what is still needed. */
export const stageSchema = z
  .object({
    index: z.int(),
    name: z.string(),
    round: z.int(),
    group: z.int().optional(),
    status: stageStatus,
    reason: z.string().optional(),
    need: z.int().optional(),
    approved: z.int(),
    missing: z.array(z.string()).meta({
      description: 'what is still needed, in words',
    }),
    lack: z
      .object({
        people: z.int(),
        lacking: z.int(),
        rules: z.array(
          z.object({
            rule: z.int(),
            people: z.int(),
            lacking: z.int(),
            waitingOn: z.array(z.string()),
          }),
        ),
      })
      .meta({
        description:
          'what is still needed, counted: approvals by so many more `people`, of the stage and of each rule that is not met yet; `lacking` of these are not there, so that help is needed',
      }),
    definition: z
      .custom<StageDefinition>()
      .meta({ type: 'object', description: 'the stage as its policy has it' }),
    conditionError: z.string().optional(),
    startedAt: timeOut().optional(),
    dueAt: timeOut().optional(),
    remindAt: timeOut().optional(),
    overdue: z.boolean(),
    endedAt: timeOut().optional(),
    tasks: z.array(taskSchema),
  })
  .meta({ id: 'Stage' });
export type Stage = z.infer<typeof stageSchema>;
