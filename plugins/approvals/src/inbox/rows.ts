import type { TaskItem } from '@countersign/backstage-plugin-approvals-common';

/**
 * A row of the inbox: waiting, or refused by the server with its words.
 * `over`: the server lists it no more, only the reason is left to read.
 */
export type InboxRow = {
  id: string;
  task: TaskItem;
  refusal?: string;
  over: boolean;
};

/**
 * What was decided here and is not yet, or not, gone from the server's list.
 * `leaving`: decided, the row is away. `refused`: the server said no, the row
 * is back with the reason until it is dismissed or decided again.
 */
export type Decided = {
  leaving: ReadonlySet<string>;
  refused: ReadonlyMap<string, { task: TaskItem; message: string }>;
};

/** What happens to rows. */
export type DecidedChange =
  | { type: 'sent'; tasks: TaskItem[] }
  | { type: 'refused'; task: TaskItem; message: string }
  | { type: 'dismissed'; taskId: string };

export const NOTHING_DECIDED: Decided = {
  leaving: new Set(),
  refused: new Map(),
};

/** The next state of what was decided. */
export function changeDecided(state: Decided, change: DecidedChange): Decided {
  const leaving = new Set(state.leaving);
  const refused = new Map(state.refused);
  switch (change.type) {
    case 'sent':
      for (const { id } of change.tasks) {
        leaving.add(id);
        refused.delete(id);
      }
      break;
    case 'refused':
      leaving.delete(change.task.id);
      refused.set(change.task.id, {
        task: change.task,
        message: change.message,
      });
      break;
    default:
      refused.delete(change.taskId);
  }
  return { leaving, refused };
}

/** The rows to show: the server's list without what leaves, refused ones with their reason. */
export function rowsOf(tasks: TaskItem[], decided: Decided): InboxRow[] {
  const listed = new Set(tasks.map(({ id }) => id));
  const gone = [...decided.refused.values()]
    .filter(({ task }) => !listed.has(task.id))
    .map(({ task }) => task);
  return [...gone, ...tasks]
    .filter(({ id }) => !decided.leaving.has(id))
    .map(task => ({
      id: task.id,
      task,
      refusal: decided.refused.get(task.id)?.message,
      over: !listed.has(task.id),
    }));
}

/** The row that takes the focus when these leave: the next one, else the one before. */
export function neighbourOf(
  rows: InboxRow[],
  leaving: string[],
): string | undefined {
  const last = rows.findLastIndex(({ id }) => leaving.includes(id));
  const stays = ({ id }: InboxRow) => !leaving.includes(id);
  return (
    rows.slice(last + 1).find(stays) ?? rows.slice(0, last).findLast(stays)
  )?.id;
}
