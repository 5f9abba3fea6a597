import { useApi } from '@backstage/frontend-plugin-api';
import type {
  Request,
  Run,
  RunState,
} from '@countersign/backstage-plugin-approvals-common';
import { approvalsApiRef } from '../api';
import { Polled, usePolled } from '../ui/usePolled';

const SOON = 1_500;
const USUAL = 10_000;
const RARELY = 60_000;

/** What runs after an approval, as a page follows it. */
export type FollowedRun = Polled<Run> & { reload: () => void };

/** What runs after the approval of a request, live; undefined where nothing does that is known here. */
export function useRun({
  id,
  status,
  pass,
  run,
}: Pick<Request, 'id' | 'status' | 'pass' | 'run'>): FollowedRun | undefined {
  const api = useApi(approvalsApiRef);
  const followed = usePolled<Run>(
    [id, run !== undefined, status, pass?.status].join(' '),
    signal => api.getRequestRun({ params: { id }, signal }),
    {
      about: `run:${id}`,
      keep: true,
      rest: run === undefined,
      every: ({ state }) => pauseIn(state),
    },
  );
  return run && followed;
}

/** Each look asks what runs it: what has ended is hardly looked at. */
function pauseIn(state: RunState): number {
  if (state === 'resuming' || state === 'running') return SOON;
  return state === 'waiting' ? USUAL : RARELY;
}
