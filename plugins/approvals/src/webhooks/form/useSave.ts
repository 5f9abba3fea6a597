import {
  toastApiRef,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import {
  ApprovalsError,
  Webhook,
  WebhookWithSecret,
} from '@countersign/backstage-plugin-approvals-common';
import { useState } from 'react';
import { approvalsApiRef } from '../../api';
import { approvalsTranslationRef } from '../../translation';
import { errorWords } from '../../ui/errorWords';
import { useOnceKey } from '../../ui/useOnceKey';
import { bodyOf, changesOf, Draft, faultsByField, FaultyField } from './draft';

/** Where saving stands. `message`: what belongs to no field. */
export type SaveState =
  | { status: 'writing' }
  | { status: 'saving' }
  | {
      status: 'refused';
      faults: Partial<Record<FaultyField, string>>;
      message?: string;
    };

const TOAST = 4_000;

/** Saves an endpoint; what the server refused stands at its field. Making the same twice makes one. */
export function useSave() {
  const api = useApi(approvalsApiRef);
  const toastApi = useApi(toastApiRef);
  const { t } = useTranslationRef(approvalsTranslationRef);
  const [state, setState] = useState<SaveState>({ status: 'writing' });
  const onceKey = useOnceKey();

  const save = async <R>(send: () => Promise<R>): Promise<R | undefined> => {
    setState({ status: 'saving' });
    try {
      const saved = await send();
      setState({ status: 'writing' });
      return saved;
    } catch (error) {
      const { fields, others } = faultsByField(
        error instanceof ApprovalsError ? error.issues : [],
      );
      const named = Object.keys(fields).length > 0;
      const message = named ? others.join(' · ') : errorWords(error, t);
      setState({ status: 'refused', faults: fields, message });
      return undefined;
    }
  };

  const create = (draft: Draft): Promise<WebhookWithSecret | undefined> => {
    const body = bodyOf(draft);
    return save(() =>
      api.createWebhook({ body, idempotencyKey: onceKey(body) }),
    );
  };
  const update = async (before: Webhook, draft: Draft): Promise<boolean> => {
    const body = changesOf(before, draft);
    const saved = await save(async () =>
      Object.keys(body).length > 0
        ? api.updateWebhook({ params: { id: before.id }, body })
        : before,
    );
    if (saved) {
      toastApi.post({
        title: t('endpointForm.saved'),
        status: 'success',
        timeout: TOAST,
      });
    }
    return saved !== undefined;
  };
  return { state, create, update };
}
