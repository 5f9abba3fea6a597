import { operations } from '@countersign/backstage-plugin-approvals-common';
import { ApprovalsRefusal, Reply, Route, StreamReply } from '..';

/** A task, and what else the routes name. */
export const ID = '019ab3c4-0000-7000-8000-000000000001';
export const OTHER = '019ab3c4-0000-7000-8000-000000000002';

/**
 * Lays routes of all kinds that an auditor hears of. A decision with the
 * comment `refuse me` is refused; `break` breaks it.
 *
 * @param onMade - is called when a request was made
 */
export function layAuditedRoutes(route: Route, onMade: () => void): void {
  route(operations.createRequest, async () => {
    onMade();
    return { id: OTHER, subject: { title: 'secret words' } } as never;
  });
  route(operations.decideTask, async ({ body }) => {
    if (body().comment === 'refuse me') {
      throw new ApprovalsRefusal('SELF_APPROVAL', 'You asked yourself');
    }
    if (body().comment === 'break') {
      throw new Error('The disk is full');
    }
    return {
      task: {
        decision: { decision: 'approve', onBehalfOf: 'user:default/x' },
      },
      request: { id: OTHER },
    } as never;
  });
  route(
    operations.decideTasks,
    async () =>
      new Reply(200, {
        results: [
          { taskId: ID, status: 201, task: {} },
          {
            taskId: OTHER,
            status: 409,
            error: { code: 'REQUEST_ENDED', message: 'words' },
          },
        ],
      }),
  );
  route(
    operations.listAudit,
    async () =>
      new StreamReply({
        contentType: 'text/csv',
        fileName: 'history.csv',
        chunks: (async function* lines() {
          yield 'a,b\n';
        })(),
      }),
  );
}
