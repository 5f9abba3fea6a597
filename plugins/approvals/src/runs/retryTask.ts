import type { DiscoveryApi, FetchApi } from '@backstage/frontend-plugin-api';
import {
  ApprovalsError,
  Run,
} from '@countersign/backstage-plugin-approvals-common';

/** Which run is meant. */
export type RunId = Pick<Run, 'kind' | 'id'>;

/**
 * The scaffolder's task behind a run, whose id it begins with; undefined where
 * something else runs, which no page here can let go on.
 */
export function taskOf({ kind, id }: RunId): string | undefined {
  const task = id.split('/')[0];
  return kind === 'scaffolder' && task ? task : undefined;
}

/**
 * Has the scaffolder go on with a task that waits. It is asked by the browser
 * itself, so that the task runs with the person's own rights; its own client
 * would send no secrets, which were wiped when the task began to wait.
 *
 * @throws ApprovalsError with the scaffolder's words, or Error when there is no task
 */
export async function retryTask(
  options: { discoveryApi: DiscoveryApi; fetchApi: FetchApi },
  run: RunId,
  secrets: Record<string, string>,
): Promise<void> {
  const task = taskOf(run);
  if (!task) {
    throw new Error(`Nobody lets '${run.kind}' go on from here`);
  }
  const base = await options.discoveryApi.getBaseUrl('scaffolder');
  const response = await options.fetchApi.fetch(
    `${base}/v2/tasks/${encodeURIComponent(task)}/retry`,
    {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ secrets }),
    },
  );
  if (!response.ok) {
    const body = await response.json().catch(() => undefined);
    throw new ApprovalsError(response.status, wordsOf(body));
  }
}

type SecretFaults = { errors?: { message?: string }[] };

/** Secrets that do not fit are told in a form of their own. */
function wordsOf(body: unknown): unknown {
  const { errors } = (body ?? {}) as SecretFaults;
  if (!Array.isArray(errors)) return body;
  const message = errors.map(error => error.message).join(' · ');
  return { error: { message } };
}
