import {
  toastApiRef,
  useApi,
  useRouteRef,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import {
  ApprovalsError,
  Policy,
} from '@countersign/backstage-plugin-approvals-common';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { approvalsApiRef } from '../../api';
import { requestRouteRef } from '../../routes';
import { approvalsTranslationRef } from '../../translation';
import { errorWords } from '../../ui/errorWords';
import type { Context } from '../../ui/form/ContextForm';
import { useOnceKey } from '../../ui/useOnceKey';
import { SubjectDraft, subjectOf } from './subject';

/** Where sending stands. */
export type SendState =
  | { status: 'writing' }
  | { status: 'sending' }
  | { status: 'refused'; message: string; openRequest?: string };

const TOAST = 5_000;

/** Sends the request and goes to its page. Sending the same twice asks once. */
export function useSend(policy: Policy) {
  const api = useApi(approvalsApiRef);
  const toastApi = useApi(toastApiRef);
  const { t } = useTranslationRef(approvalsTranslationRef);
  const navigate = useNavigate();
  const request = useRouteRef(requestRouteRef);
  const [state, setState] = useState<SendState>({ status: 'writing' });
  const onceKey = useOnceKey();

  const send = async (subject: SubjectDraft, context: Context) => {
    const body = {
      policyKey: policy.key,
      subject: subjectOf(policy.subjectType, subject),
      context,
    };
    setState({ status: 'sending' });
    try {
      const { id } = await api.createRequest({
        body,
        idempotencyKey: onceKey(body),
      });
      toastApi.post({
        title: t('ask.sent'),
        status: 'success',
        timeout: TOAST,
      });
      navigate(request?.({ id }) ?? '');
    } catch (error) {
      setState({
        status: 'refused',
        message: errorWords(error, t),
        openRequest: openRequestOf(error),
      });
    }
  };
  return { state, send };
}

/** `ALREADY_OPEN` names the request that is open. */
function openRequestOf(error: unknown): string | undefined {
  if (!(error instanceof ApprovalsError) || error.code !== 'ALREADY_OPEN') {
    return undefined;
  }
  const body = error.body as { error?: { details?: { requestId?: unknown } } };
  const id = body.error?.details?.requestId;
  return typeof id === 'string' ? id : undefined;
}
