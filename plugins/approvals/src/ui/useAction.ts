import {
  toastApiRef,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { useState } from 'react';
import { ApprovalsApi, approvalsApiRef } from '../api';
import { approvalsTranslationRef } from '../translation';
import { errorWords } from './errorWords';

/** Where an action of a dialog or button stands. */
export type ActionState =
  | { status: 'idle' }
  | { status: 'submitting' }
  | { status: 'refused'; message: string };

const TOAST = 4_000;

/**
 * Runs one action against the backend: says that it is done in a toast, or
 * keeps what the server refused it with.
 *
 * @returns the state, and `run`, which answers whether it worked
 */
export function useAction() {
  const api = useApi(approvalsApiRef);
  const toastApi = useApi(toastApiRef);
  const { t } = useTranslationRef(approvalsTranslationRef);
  const [state, setState] = useState<ActionState>({ status: 'idle' });

  const run = async (
    act: (api: ApprovalsApi) => Promise<unknown>,
    done: string,
  ): Promise<boolean> => {
    setState({ status: 'submitting' });
    try {
      await act(api);
      setState({ status: 'idle' });
      toastApi.post({
        title: done,
        status: 'success',
        timeout: TOAST,
      });
      return true;
    } catch (error) {
      setState({ status: 'refused', message: errorWords(error, t) });
      return false;
    }
  };
  return { state, run };
}
