import {
  DecisionBody,
  DecisionsBody,
  DecisionsResult,
  ID_SHAPE,
  operations,
  Task,
} from '@countersign/backstage-plugin-approvals-common';
import { findTask } from '../engine';
import {
  asRefusal,
  Caller,
  notFound,
  Reply,
  Route,
  refuseUnlessPersonal,
} from '../http';
import { Acted } from './acted';
import { RequestReader } from './RequestReader';
import { TaskService } from './TaskService';
import { TaskViews } from './TaskViews';
import { taskView } from './taskView';

type Rooms = {
  tasks: TaskService;
  taskViews: TaskViews;
  reader: RequestReader;
};

/** Routes below `/tasks`. */
export function addTaskRoutes(route: Route, rooms: Rooms): void {
  const { tasks, taskViews } = rooms;
  route(operations.listTasks, async ({ caller, query }) =>
    taskViews.list(caller, query()),
  );
  route(operations.countTasks, async ({ caller }) => taskViews.count(caller));
  route(operations.decideTasks, async ({ caller, body }) => {
    refuseUnlessPersonal(caller);
    return decideMany(rooms, caller, body().decisions);
  });
  route(operations.getTask, async ({ caller, params }) =>
    taskViews.get(caller, params.id),
  );
  route(operations.decideTask, async ({ caller, params, body, once }) => {
    const acted = await tasks.decide(caller, params.id, body, once);
    const { id, status, round } = acted.state;
    const result = {
      task: await shown(rooms, acted, params.id),
      request: { id, status, round },
    };
    return acted.repeated ? new Reply(200, result) : result;
  });
  route(operations.claimTask, async ({ caller, params, body, once }) => {
    const acted = await tasks.claim(caller, params.id, 'claim', body, once);
    return shown(rooms, acted, params.id);
  });
  route(operations.releaseTask, async ({ caller, params, body, once }) => {
    const acted = await tasks.claim(caller, params.id, 'unclaim', body, once);
    return shown(rooms, acted, params.id);
  });
  route(operations.reassignTask, async ({ caller, params, body, once }) => {
    const acted = await tasks.reassign(caller, params.id, body, once);
    return shown(rooms, acted, successor(acted, params.id));
  });
}

/** One after the other: several may be of one request, and each takes its lock. */
async function decideMany(
  rooms: Rooms,
  caller: Caller,
  decisions: DecisionsBody['decisions'],
): Promise<DecisionsResult> {
  const results: DecisionsResult['results'] = [];
  for (const { taskId, ...decision } of decisions) {
    results.push(await decideOne(rooms, caller, taskId, decision));
  }
  return { results };
}

async function decideOne(
  rooms: Rooms,
  caller: Caller,
  taskId: string,
  decision: DecisionBody,
): Promise<DecisionsResult['results'][number]> {
  try {
    if (!ID_SHAPE.test(taskId)) {
      throw notFound();
    }
    const acted = await rooms.tasks.decide(caller, taskId, () => decision);
    return {
      taskId,
      status: acted.repeated ? 200 : 201,
      task: await shown(rooms, acted, taskId),
    };
  } catch (error) {
    const refusal = asRefusal(error);
    if (!refusal) {
      throw error;
    }
    const { statusCode, code, message } = refusal;
    return { taskId, status: statusCode, error: { code, message } };
  }
}

/** A task after something was done with it, with the words of its decision. */
async function shown(
  { reader }: Rooms,
  acted: Acted,
  taskId: string,
): Promise<Task> {
  const found = findTask(acted.state, taskId);
  if (!found) {
    throw new Error(`Task '${taskId}' is not of this request`);
  }
  const texts = await wordsOf(reader, acted, taskId);
  return taskView(acted.state.id, found.stage, found.task, texts);
}

async function wordsOf(reader: RequestReader, acted: Acted, taskId: string) {
  const event = acted.events.find(
    ({ type, payload }) => type === 'task.decided' && payload.taskId === taskId,
  );
  return event
    ? { text: event.text, reason: event.reason }
    : (await reader.textsOf({ id: taskId })).get(taskId);
}

/** The seat that a task was handed on to. */
function successor(acted: Acted, taskId: string): string {
  const event = acted.events.find(({ type }) => type === 'task.reassigned');
  const { seat } = event?.payload as { seat?: { taskId: string } };
  return seat?.taskId ?? taskId;
}
