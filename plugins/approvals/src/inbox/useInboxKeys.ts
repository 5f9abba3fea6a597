import { RefObject } from 'react';
import { useHotkeys } from '../ui/useHotkeys';
import type { InboxRow } from './rows';
import type { InboxDecision } from './useDecisions';

/** Gives the focus to a row; to the list itself without one. */
export function focusRow(
  list: HTMLElement | null,
  id: string | undefined,
): void {
  const row =
    id && list?.querySelector<HTMLElement>(`[role=row][data-key="${id}"]`);
  (row || list)?.focus();
}

/** The row that has the focus, or holds it. */
function focusedRow(list: HTMLElement | null): string | undefined {
  const row = document.activeElement?.closest<HTMLElement>(
    '[role=row][data-key]',
  );
  return row && list?.contains(row) ? row.dataset.key : undefined;
}

/** j and k move, o opens, x selects, a and r decide, ? helps. */
export function useInboxKeys(options: {
  list: RefObject<HTMLElement>;
  rows: InboxRow[];
  onOpen: (row: InboxRow) => void;
  onSelect: (row: InboxRow) => void;
  /** Without a row: nothing has the focus. */
  onDecide: (row: InboxRow | undefined, decision: InboxDecision) => void;
  onHelp: () => void;
}): void {
  const { rows } = options;
  const current = () => {
    const id = focusedRow(options.list.current);
    return rows.find(row => row.id === id);
  };
  const move = (step: 1 | -1) => {
    const row = current();
    const place = row ? rows.indexOf(row) + step : 0;
    const next = rows[Math.min(Math.max(place, 0), rows.length - 1)];
    if (next) focusRow(options.list.current, next.id);
  };
  const withRow = (act: (row: InboxRow) => void) => () => {
    const row = current();
    if (row) act(row);
  };
  useHotkeys({
    j: () => move(1),
    k: () => move(-1),
    o: withRow(options.onOpen),
    x: withRow(options.onSelect),
    a: () => options.onDecide(current(), 'approve'),
    r: () => options.onDecide(current(), 'reject'),
    '?': options.onHelp,
  });
}
