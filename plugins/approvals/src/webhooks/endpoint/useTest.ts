import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { useState } from 'react';
import { approvalsApiRef } from '../../api';
import { approvalsTranslationRef } from '../../translation';
import { errorWords } from '../../ui/errorWords';

/** Where a test message stands; once it is sent its delivery tells how it goes. */
export type TestState =
  | { status: 'none' }
  | { status: 'sending' }
  | { status: 'refused'; message: string }
  | { status: 'sent'; deliveryId: string };

/** Sends a test message to an endpoint. */
export function useTest(endpointId: string) {
  const api = useApi(approvalsApiRef);
  const { t } = useTranslationRef(approvalsTranslationRef);
  const [test, setTest] = useState<TestState>({ status: 'none' });
  const send = async () => {
    setTest({ status: 'sending' });
    try {
      const { id } = await api.testWebhook({
        params: { id: endpointId },
        body: {},
      });
      setTest({ status: 'sent', deliveryId: id });
    } catch (error) {
      setTest({ status: 'refused', message: errorWords(error, t) });
    }
  };
  return { test, send };
}
