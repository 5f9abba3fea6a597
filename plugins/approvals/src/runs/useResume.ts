import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Run } from '@countersign/backstage-plugin-approvals-common';
import { useRef, useState } from 'react';
import { approvalsTranslationRef } from '../translation';
import { ActionState, useAction } from '../ui/useAction';

/** Lets a run go on, once however often it is pressed, until it was seen anew. */
export function useResume(
  run: Run,
  reload: () => void,
): {
  state: ActionState;
  /** It was let go on from this page. */
  wasSent: boolean;
  resume: (secrets: Record<string, string>) => Promise<boolean>;
} {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const action = useAction();
  const [sentFor, setSentFor] = useState<Run>();
  const isBusyRef = useRef(false);
  const runRef = useRef(run);
  runRef.current = run;

  const resume = async (secrets: Record<string, string>) => {
    if (isBusyRef.current || sentFor === runRef.current) return false;
    isBusyRef.current = true;
    const done = await action.run(
      api => api.letGoOn(run, secrets),
      t('run.resume.sent'),
    );
    isBusyRef.current = false;
    if (done) setSentFor(runRef.current);
    // It may have gone on already, from another tab.
    else reload();
    return done;
  };
  return {
    state: sentFor === run ? { status: 'submitting' } : action.state,
    wasSent: sentFor !== undefined,
    resume,
  };
}
