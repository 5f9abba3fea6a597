import { toastApiRef, useApi } from '@backstage/frontend-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEffect, useRef, useState } from 'react';
import { approvalsApiRef } from '../api';
import { approvalsTranslationRef } from '../translation';
import { errorWords } from '../ui/errorWords';
import type { AuditQuery } from './auditFilters';

/** A form in which history leaves. */
export type ExportFormat = 'jsonl' | 'csv';

/** Brings what is filtered as a file; `running` is the form of the one that is under way. */
export function useExport(query: AuditQuery) {
  const api = useApi(approvalsApiRef);
  const toastApi = useApi(toastApiRef);
  const { t } = useTranslationRef(approvalsTranslationRef);
  const [running, setRunning] = useState<ExportFormat>();
  const abort = useRef<AbortController>();

  // Nobody is there to save it any more.
  useEffect(() => () => abort.current?.abort(), []);

  const start = async (format: ExportFormat) => {
    const mine = new AbortController();
    abort.current = mine;
    setRunning(format);
    try {
      save(await api.exportAudit({ ...query, format }, mine.signal), format);
    } catch (error) {
      if (!mine.signal.aborted) {
        const message = errorWords(error as Error, t);
        toastApi.post({
          title: t('audit.exportFailed', { message }),
          status: 'danger',
        });
      }
    } finally {
      if (abort.current === mine) {
        setRunning(undefined);
      }
    }
  };
  return { running, start, stop: () => abort.current?.abort() };
}

function save(file: Blob, format: ExportFormat): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = `approvals-audit.${format}`;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
