import {
  toastApiRef,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import type { DecisionKind } from '@countersign/backstage-plugin-approvals-common';
import { useState } from 'react';
import { approvalsApiRef } from '../../api';
import { approvalsTranslationRef } from '../../translation';
import { errorWords } from '../../ui/errorWords';
import type { SentDecision } from './optimistic';

/** Where a decision of this page stands. */
export type DecisionState =
  | { status: 'none' }
  | { status: 'sent'; sent: SentDecision }
  | { status: 'refused'; message: string; comment?: string }
  | { status: 'done'; sent: SentDecision };

const TOAST = 5_000;

/** Decides a task of the page. It shows at once; where the server refuses it is taken back, with its words. */
export function useDecision(me: string | undefined) {
  const api = useApi(approvalsApiRef);
  const toastApi = useApi(toastApiRef);
  const { t } = useTranslationRef(approvalsTranslationRef);
  const [state, setState] = useState<DecisionState>({ status: 'none' });

  const decide = async (
    taskId: string,
    decision: DecisionKind,
    comment?: string,
  ): Promise<void> => {
    const sent = {
      taskId,
      decision,
      by: me ?? '',
      at: new Date().toISOString(),
    };
    setState({ status: 'sent', sent });
    try {
      await api.decideTask({
        params: { id: taskId },
        body: { decision, comment },
      });
      setState({ status: 'done', sent });
      toastApi.post({
        title: t(`panel.done.${decision}`),
        status: 'success',
        timeout: TOAST,
      });
    } catch (error) {
      setState({
        status: 'refused',
        message: errorWords(error, t),
        comment,
      });
    }
  };
  return { state, decide };
}
