import {
  Execution,
  PolicyDefinition,
  RequestStatus,
  RunBrief,
} from '@countersign/backstage-plugin-approvals-common';
import { RequestListRow } from './requestQueries';

/**
 * How that which runs after the approval of some requests stood when it was
 * last looked at, by their ids. Nothing is read where none has an execution
 * that is known here.
 */
export type RunsOf = (
  requests: readonly {
    id: string;
    status: RequestStatus;
    createdAt: string;
    execution?: Execution;
    /** Of its version of the policy. */
    definition: PolicyDefinition;
  }[],
) => Promise<ReadonlyMap<string, RunBrief>>;

/** A request of a list with what runs after its approval. */
export function withExecution(
  row: RequestListRow,
  definition: PolicyDefinition,
) {
  const { execution_kind: kind, execution_id: id, execution_link } = row;
  return {
    id: row.id,
    status: row.status,
    definition,
    createdAt: row.created_at,
    ...(kind !== null &&
      id !== null && {
        execution: { kind, id, link: execution_link ?? undefined },
      }),
  };
}
