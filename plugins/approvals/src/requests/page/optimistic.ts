import type {
  DecisionKind,
  Request,
} from '@countersign/backstage-plugin-approvals-common';

/** A decision that was sent and is not in the server's answer yet. */
export type SentDecision = {
  taskId: string;
  decision: DecisionKind;
  by: string;
  at: string;
};

/** The request as it will look once the server has written the decision down. */
export function withDecision(request: Request, sent?: SentDecision): Request {
  if (!sent) return request;
  const { taskId, decision, by, at } = sent;
  return {
    ...request,
    stages: request.stages.map(stage => ({
      ...stage,
      tasks: stage.tasks.map(task =>
        task.id === taskId && task.status === 'open'
          ? {
              ...task,
              status: 'decided' as const,
              decision: { decision, by, at },
            }
          : task,
      ),
    })),
  };
}
