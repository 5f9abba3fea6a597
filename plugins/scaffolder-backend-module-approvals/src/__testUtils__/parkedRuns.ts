import { JsonObject } from '@backstage/types';
import { Runs } from './Runs';

/** How a task stands that waits. */
export const PENDING = { status: 'failed', name: 'ApprovalPending' };
/** How a task stands that went through. */
export const DONE = { status: 'completed' };

/** Starts a template and waits until it is parked; gives the task's id. */
export async function parked(
  portal: Runs,
  name: string,
  values: JsonObject = { name: 'x' },
  options: { by?: string; secrets?: Record<string, string> } = {},
): Promise<string> {
  const taskId = await portal.run(name, values, options);
  expect(await portal.ended(taskId)).toMatchObject(PENDING);
  return taskId;
}

/** Presses Retry; gives how the task ended then. */
export async function goesOn(
  portal: Runs,
  taskId: string,
  by?: string,
  secrets?: Record<string, string>,
) {
  expect(await portal.retry(taskId, by, secrets)).toBe(201);
  return portal.ended(taskId);
}
