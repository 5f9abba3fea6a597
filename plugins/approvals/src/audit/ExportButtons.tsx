import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import { RiCloseLine, RiDownloadLine } from '@remixicon/react';
import { approvalsTranslationRef } from '../translation';
import styles from './audit.module.css';
import type { AuditQuery } from './auditFilters';
import { useExport } from './useExport';

/** Exports what the filters let through. */
export const ExportButtons = ({ query }: { query: AuditQuery }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { running, start, stop } = useExport(query);
  return (
    <div className={styles.buttons}>
      {(['jsonl', 'csv'] as const).map(format => (
        <Button
          key={format}
          variant="secondary"
          size="small"
          iconStart={<RiDownloadLine />}
          isPending={running === format}
          isDisabled={running !== undefined && running !== format}
          onPress={() => start(format)}
        >
          {t(`audit.export.${format}`)}
        </Button>
      ))}
      {running && (
        <Button
          variant="tertiary"
          size="small"
          iconStart={<RiCloseLine />}
          onPress={stop}
        >
          {t('audit.export.stop')}
        </Button>
      )}
    </div>
  );
};
