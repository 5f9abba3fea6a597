import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  TaskCount,
  TaskItem,
} from '@countersign/backstage-plugin-approvals-common';
import { SearchField, Select, Text, ToggleButton } from '@backstage/ui';
import { approvalsTranslationRef } from '../translation';
import { useFaces } from '../ui/people/useFaces';
import { spanWords } from '../ui/time/words';
import { useNow } from '../ui/useNow';
import { useWords } from '../ui/useWords';
import { usePolicyOptions } from '../ui/usePolicyOptions';
import styles from './InboxToolbar.module.css';
import type { InboxFilters } from './inboxFilters';

const ANY = '';

/** Search and filters, and how much waits. */
export const InboxToolbar = (props: {
  filters: InboxFilters;
  onChange: (filters: InboxFilters) => void;
  tasks: TaskItem[];
  count?: TaskCount;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { filters, onChange } = props;
  const [words, setWords] = useWords(filters.words, next =>
    onChange({ ...filters, words: next }),
  );
  const policies = usePolicyOptions(filters.policyKey);
  const requesters = useRequesters(props.tasks, filters.requester);
  const overdue = props.count?.overdue ?? 0;

  return (
    <div className={styles.toolbar}>
      <SearchField
        className={styles.search}
        aria-label={t('inbox.search')}
        placeholder={t('inbox.search')}
        size="small"
        value={words}
        onChange={setWords}
      />
      <Select
        className={styles.select}
        aria-label={t('inbox.policy')}
        options={[{ id: ANY, label: t('inbox.anyPolicy') }, ...policies]}
        value={filters.policyKey ?? ANY}
        onChange={key =>
          onChange({ ...filters, policyKey: String(key ?? '') || undefined })
        }
      />
      <Select
        className={styles.select}
        aria-label={t('inbox.requester')}
        options={[{ id: ANY, label: t('inbox.anyRequester') }, ...requesters]}
        value={filters.requester ?? ANY}
        onChange={key =>
          onChange({ ...filters, requester: String(key ?? '') || undefined })
        }
      />
      <ToggleButton
        isSelected={filters.overdue}
        onChange={next => onChange({ ...filters, overdue: next })}
      >
        {overdue > 0
          ? t('inbox.overdueCount', { n: String(overdue) })
          : t('inbox.overdue')}
      </ToggleButton>
      <Summary {...props} />
    </div>
  );
};

const Summary = (props: { tasks: TaskItem[]; count?: TaskCount }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const now = useNow();
  if (!props.count || props.count.open === 0) return null;
  const n = `${props.count.open}${props.count.capped ? '+' : ''}`;
  const oldest = Math.min(
    ...props.tasks.map(task => Date.parse(task.request.createdAt)),
  );
  return (
    <Text variant="body-small" color="secondary" className={styles.summary}>
      {Number.isFinite(oldest)
        ? t('inbox.summary', { n, age: spanWords(t, now - oldest) })
        : t('inbox.summaryShort', { n })}
    </Text>
  );
};

function useRequesters(tasks: TaskItem[], chosen?: string) {
  const refs = [
    ...new Set([
      ...tasks.map(task => task.request.requester),
      ...(chosen ? [chosen] : []),
    ]),
  ];
  const face = useFaces(refs);
  return refs
    .map(ref => ({ id: ref, label: face(ref).name }))
    .sort((a, b) => a.label.localeCompare(b.label));
}
