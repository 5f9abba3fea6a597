import { useApi } from '@backstage/frontend-plugin-api';
import type { Verification } from '@countersign/backstage-plugin-approvals-common';
import { useEffect, useRef, useState } from 'react';
import { approvalsApiRef } from '../api';

/** A check of the history. */
export type Check =
  | { status: 'idle' }
  | { status: 'running' }
  | { status: 'done'; found: Verification; at: number; stream?: string }
  | { status: 'failed'; error: Error };

/** Runs the check when it is asked for; of one stream or of all. */
export function useVerification(stream: string | undefined) {
  const api = useApi(approvalsApiRef);
  const [check, setCheck] = useState<Check>({ status: 'idle' });
  const abort = useRef<AbortController>();
  useEffect(() => () => abort.current?.abort(), []);

  const verify = async () => {
    const mine = new AbortController();
    abort.current?.abort();
    abort.current = mine;
    setCheck({ status: 'running' });
    try {
      const found = await api.verifyAudit({
        query: stream ? { stream } : {},
        signal: mine.signal,
      });
      if (!mine.signal.aborted) {
        setCheck({ status: 'done', found, at: Date.now(), stream });
      }
    } catch (error) {
      if (!mine.signal.aborted) {
        setCheck({ status: 'failed', error: error as Error });
      }
    }
  };
  return { check, verify };
}
