import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  TaskCount,
  TaskItem,
} from '@countersign/backstage-plugin-approvals-common';
import { ToggleButton } from '@backstage/ui';
import { approvalsTranslationRef } from '../translation';
import { useFaces } from '../ui/people/useFaces';
import { spanWords } from '../ui/time/words';
import {
  Toolbar,
  ToolbarSearch,
  ToolbarSelect,
  ToolbarSummary,
} from '../ui/Toolbar';
import { useNow } from '../ui/useNow';
import { usePolicyOptions } from '../ui/usePolicyOptions';
import type { InboxFilters } from './inboxFilters';

/** Search and filters, and how much waits. */
export const InboxToolbar = (props: {
  filters: InboxFilters;
  onChange: (filters: InboxFilters) => void;
  tasks: TaskItem[];
  count?: TaskCount;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { filters, onChange } = props;
  const policies = usePolicyOptions(filters.policyKey);
  const requesters = useRequesters(props.tasks, filters.requester);
  const overdue = props.count?.overdue ?? 0;

  return (
    <Toolbar>
      <ToolbarSearch
        label={t('inbox.search')}
        words={filters.words}
        onSearch={words => onChange({ ...filters, words })}
      />
      <ToolbarSelect
        label={t('inbox.policy')}
        any={t('inbox.anyPolicy')}
        options={policies}
        value={filters.policyKey}
        onChange={policyKey => onChange({ ...filters, policyKey })}
      />
      <ToolbarSelect
        label={t('inbox.requester')}
        any={t('inbox.anyRequester')}
        options={requesters}
        value={filters.requester}
        onChange={requester => onChange({ ...filters, requester })}
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
    </Toolbar>
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
    <ToolbarSummary>
      {Number.isFinite(oldest)
        ? t('inbox.summary', { n, age: spanWords(t, now - oldest) })
        : t('inbox.summaryShort', { n })}
    </ToolbarSummary>
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
