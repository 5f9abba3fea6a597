import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EventType,
  eventPayloads,
} from '@countersign/backstage-plugin-approvals-common';
import { Button, DateRangePicker, SearchField, Select } from '@backstage/ui';
import { parseDate } from '@internationalized/date';
import { RiFilterOffLine } from '@remixicon/react';
import { approvalsTranslationRef, T } from '../translation';
import { useWords } from '../ui/useWords';
import { ActorPicker } from './ActorPicker';
import styles from './audit.module.css';
import { AuditFilters, writeFilters } from './auditFilters';

const ANY = '';

/** What the audit can be narrowed by. */
export const AuditToolbar = (props: {
  filters: AuditFilters;
  onChange: (filters: AuditFilters) => void;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { filters, onChange } = props;
  const [words, setWords] = useWords(filters.about, about =>
    onChange({ ...filters, about }),
  );
  return (
    <div className={styles.toolbar}>
      <SearchField
        className={styles.search}
        aria-label={t('audit.about')}
        placeholder={t('audit.about')}
        size="small"
        value={words}
        onChange={setWords}
      />
      <Select
        className={styles.select}
        aria-label={t('audit.type')}
        options={[{ id: ANY, label: t('audit.anyType') }, ...typeOptions(t)]}
        value={filters.type ?? ANY}
        onChange={key =>
          onChange({
            ...filters,
            type: (String(key ?? '') || undefined) as EventType | undefined,
          })
        }
      />
      <ActorPicker
        className={styles.select}
        value={filters.actor}
        onChange={actor => onChange({ ...filters, actor })}
      />
      <DateRangePicker
        className={styles.dates}
        aria-label={t('audit.dates')}
        value={
          filters.from && filters.to
            ? { start: parseDate(filters.from), end: parseDate(filters.to) }
            : null
        }
        onChange={range =>
          onChange({
            ...filters,
            from: range?.start.toString(),
            to: range?.end.toString(),
          })
        }
      />
      {writeFilters(filters).size > 0 && (
        <Button
          variant="tertiary"
          size="small"
          iconStart={<RiFilterOffLine />}
          onPress={() => onChange({ about: '' })}
        >
          {t('inbox.clearFilters')}
        </Button>
      )}
    </div>
  );
};

const FAMILIES = [
  'request',
  'stage',
  'task',
  'pass',
  'policy',
  'delegation',
  'webhook',
  'audit',
] as const;

/** Types by family, each by the name that it has in the raw event. */
function typeOptions(t: T) {
  const types = Object.keys(eventPayloads) as EventType[];
  return FAMILIES.map(family => ({
    title: t(`audit.family.${family}`),
    options: types
      .filter(type => type.startsWith(`${family}.`))
      .map(type => ({ id: type, label: type })),
  }));
}
