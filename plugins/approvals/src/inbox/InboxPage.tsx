import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { TaskItem } from '@countersign/backstage-plugin-approvals-common';
import { Button, VisuallyHidden } from '@backstage/ui';
import { useMemo, useRef, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router-dom';
import { requestRouteRef } from '../routes';
import { approvalsTranslationRef } from '../translation';
import { FailedState, ListSkeleton, TroubleNote } from '../ui/states';
import { useTaskCount } from '../ui/useTaskCount';
import { BulkBar } from './BulkBar';
import { Asked, DecisionDialog } from './DecisionDialog';
import { EmptyInbox, NothingMatches } from './EmptyInbox';
import {
  InboxFilters,
  isFiltered,
  readFilters,
  writeFilters,
} from './inboxFilters';
import styles from './InboxPage.module.css';
import { InboxTable } from './InboxTable';
import { InboxToolbar } from './InboxToolbar';
import { KeyHelp, KeyHints } from './Keys';
import { InboxRow, neighbourOf, rowsOf } from './rows';
import { InboxDecision, useDecisions } from './useDecisions';
import { focusRow, useInboxKeys } from './useInboxKeys';
import { useInboxTasks } from './useInboxTasks';

// A closing dialog gives the focus back to what opened it; the row must win.
const AFTER_DIALOG = 60;

/** What waits on the signed-in person. */
export const InboxPage = () => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const [params, setParams] = useSearchParams();
  const filters = readFilters(params);
  const setFilters = (next: InboxFilters) =>
    setParams(writeFilters(next), { replace: true });
  const { tasks, showMore } = useInboxTasks(filters);
  const { decided, decide, dismiss, announcement } = useDecisions();
  const count = useTaskCount();
  const listed = tasks.status === 'ready' ? tasks.value.items : [];
  const rows = rowsOf(listed, decided);
  const inbox = useInboxState(rows, decide);
  const { setAsked } = inbox;
  const actions = useMemo(
    () => ({
      ask: (task: TaskItem, decision: InboxDecision) =>
        setAsked({ tasks: [task], decision }),
      dismiss,
    }),
    [setAsked, dismiss],
  );

  return (
    <>
      <InboxToolbar
        {...{ filters, count }}
        tasks={listed}
        onChange={setFilters}
      />
      <VisuallyHidden aria-live="polite">{announcement}</VisuallyHidden>
      {tasks.status === 'loading' && <ListSkeleton />}
      {tasks.status === 'failed' && (
        <FailedState error={tasks.error} onRetry={tasks.reload} />
      )}
      {tasks.status === 'ready' && (
        <section
          ref={inbox.list}
          tabIndex={-1}
          className={styles.list}
          aria-label={t('inbox.label')}
        >
          <TroubleNote error={tasks.trouble} />
          {rows.length > 0 && (
            <InboxTable
              rows={rows}
              stale={!!tasks.outdated}
              selected={inbox.selected}
              onSelect={inbox.setSelected}
              actions={actions}
            />
          )}
          {rows.length === 0 &&
            (isFiltered(filters) ? (
              <NothingMatches
                onClear={() => setParams({}, { replace: true })}
              />
            ) : (
              <EmptyInbox />
            ))}
          {tasks.value.more && (
            <Button variant="tertiary" onPress={showMore}>
              {t('state.more')}
            </Button>
          )}
          {inbox.chosen.length > 0 && (
            <BulkBar
              count={inbox.chosen.length}
              onDecide={decision =>
                inbox.setAsked({ tasks: inbox.chosen, decision })
              }
              onClear={() => inbox.setSelected(new Set())}
            />
          )}
          {rows.length > 0 && <KeyHints />}
        </section>
      )}
      {inbox.asked && (
        <DecisionDialog
          asked={inbox.asked}
          onDecide={inbox.onDecide}
          onClose={() => inbox.setAsked(undefined)}
        />
      )}
      {inbox.help && <KeyHelp onClose={() => inbox.setHelp(false)} />}
    </>
  );
};

/** What is selected, what is about to be decided, and the keys. */
function useInboxState(
  rows: InboxRow[],
  decide: ReturnType<typeof useDecisions>['decide'],
) {
  const list = useRef<HTMLElement>(null);
  const navigate = useNavigate();
  const request = useRouteRef(requestRouteRef);
  const [selected, setSelected] = useState<Set<string>>(new Set());
  const [asked, setAsked] = useState<Asked>();
  const [help, setHelp] = useState(false);
  const chosen = rows
    .filter(({ id, over }) => selected.has(id) && !over)
    .map(({ task }) => task);

  useInboxKeys({
    list,
    rows,
    onOpen: row => navigate(request?.({ id: row.task.request.id }) ?? ''),
    onSelect: row => setSelected(toggled(selected, row.id)),
    onDecide: (row, decision) => {
      const own = row && !row.over ? [row.task] : [];
      const tasks = chosen.length > 0 ? chosen : own;
      if (tasks.length > 0) setAsked({ tasks, decision });
    },
    onHelp: () => setHelp(true),
  });

  const onDecide = (comment: string | undefined) => {
    if (!asked) return;
    const ids = asked.tasks.map(({ id }) => id);
    const next = neighbourOf(rows, ids);
    setAsked(undefined);
    setSelected(new Set([...selected].filter(id => !ids.includes(id))));
    decide(asked.tasks, asked.decision, comment);
    setTimeout(() => focusRow(list.current, next), AFTER_DIALOG);
  };
  return {
    list,
    selected,
    setSelected,
    chosen,
    asked,
    setAsked,
    help,
    setHelp,
    onDecide,
  };
}

function toggled(selected: Set<string>, id: string): Set<string> {
  const next = new Set(selected);
  if (!next.delete(id)) next.add(id);
  return next;
}
