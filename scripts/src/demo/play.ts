import {
  ApprovalsClient,
  ApprovalsError,
  Request,
} from '@countersign/backstage-plugin-approvals-common';
import { Callers } from './callers';
import { Step, Story } from './story';

/** How long a stage may take to find its people, in milliseconds. */
const PATIENCE = 30_000;

/**
 * Plays one story through the public API.
 *
 * @throws Error when a stage does not seat the person who should decide.
 */
export async function play(callers: Callers, story: Story): Promise<void> {
  const request = await ask(callers, story);
  for (const step of story.then) {
    await take(callers.as(step.who), request.id, step);
  }
}

function ask(callers: Callers, { by, ask: body }: Story): Promise<Request> {
  // A seed that was interrupted is started again: each subject is asked for once.
  const idempotencyKey = `demo-${body.subject.id}`;
  return typeof by === 'string'
    ? callers.as(by).createRequest({ body, idempotencyKey })
    : callers.service.createRequest({
        body: { ...body, requester: `user:default/${by.serviceFor}` },
        idempotencyKey,
      });
}

async function take(
  client: ApprovalsClient,
  id: string,
  step: Step,
): Promise<void> {
  if (step.does === 'comment') {
    await client.commentRequest({
      params: { id },
      body: { comment: step.comment },
      idempotencyKey: `demo-${id}-${step.who}`,
    });
    return;
  }
  await client.decideTask({
    params: { id: await seatOf(client, id, step.who) },
    body: { decision: step.does, comment: step.comment },
  });
}

/** The task of a person, once the stage has found its people. */
async function seatOf(
  client: ApprovalsClient,
  id: string,
  who: string,
): Promise<string> {
  const deadline = Date.now() + PATIENCE;
  while (Date.now() < deadline) {
    const task = await seatIn(client, id, `user:default/${who}`);
    if (task) {
      return task;
    }
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  throw new Error(`'${who}' has no open task in request '${id}'`);
}

async function seatIn(
  client: ApprovalsClient,
  id: string,
  person: string,
): Promise<string | undefined> {
  const request = await visible(client, id);
  const tasks = request?.stages
    .filter(({ status }) => status === 'active')
    .flatMap(stage => stage.tasks);
  return tasks?.find(
    task =>
      task.person === person &&
      task.kind === 'approver' &&
      task.status === 'open',
  )?.id;
}

/** A request is hidden from people until it seats them. */
async function visible(
  client: ApprovalsClient,
  id: string,
): Promise<Request | undefined> {
  try {
    return await client.getRequest({ params: { id } });
  } catch (error) {
    if (error instanceof ApprovalsError && error.code === 'NOT_FOUND') {
      return undefined;
    }
    throw error;
  }
}
