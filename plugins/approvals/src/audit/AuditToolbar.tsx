import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  eventPayloads,
  EventType,
} from '@countersign/backstage-plugin-approvals-common';
import { Button, DateRangePicker } from '@backstage/ui';
import { parseDate } from '@internationalized/date';
import { RiFilterOffLine } from '@remixicon/react';
import { approvalsTranslationRef, T } from '../translation';
import {
  Toolbar,
  ToolbarChoice,
  ToolbarSearch,
  ToolbarSelect,
} from '../ui/Toolbar';
import { ActorPicker } from './ActorPicker';
import styles from './audit.module.css';
import { AuditFilters, writeFilters } from './auditFilters';

/** What the audit can be narrowed by. */
export const AuditToolbar = (props: {
  filters: AuditFilters;
  onChange: (filters: AuditFilters) => void;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { filters, onChange } = props;
  return (
    <Toolbar>
      <ToolbarSearch
        label={t('audit.about')}
        words={filters.about}
        onSearch={about => onChange({ ...filters, about })}
      />
      <ToolbarSelect
        label={t('audit.type')}
        any={t('audit.anyType')}
        options={typeOptions(t)}
        value={filters.type}
        onChange={type => onChange({ ...filters, type })}
      />
      <ToolbarChoice>
        <ActorPicker
          value={filters.actor}
          onChange={actor => onChange({ ...filters, actor })}
        />
      </ToolbarChoice>
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
    </Toolbar>
  );
};

const FAMILIES = [
  'request',
  'stage',
  'task',
  'pass',
  'policy',
  'delegation',
  'run',
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
