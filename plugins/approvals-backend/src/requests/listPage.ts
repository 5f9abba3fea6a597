import { RequestQuery } from '@countersign/backstage-plugin-approvals-common';
import { decodeCursor, encodeCursor, LastKey } from '../http';

/** So many rows unless the caller asks for another number. */
const USUAL = 25;

/** A page of requests or tasks: ordered by a column, ties by id. */
export type ListPage = {
  sort: 'due_at' | 'created_at';
  descending: boolean;
  after?: LastKey;
  limit: number;
};

type Row = { id: string; due_at: string; created_at: string };

/** Rows as they are shown, and where the next ones begin. */
type Cut<R> = { rows: R[]; nextCursor?: string };

/**
 * The page that a query asks for: one row more than is shown tells that there
 * are more, so `cut` takes what was found to what is shown.
 *
 * @param filters - all that narrows the list: a cursor serves only the same
 * @throws ApprovalsRefusal INVALID_CURSOR
 */
export function askedPage(
  asked: Pick<RequestQuery, 'limit' | 'cursor'>,
  sort: NonNullable<RequestQuery['sort']>,
  filters: Record<string, unknown>,
): { page: ListPage; cut: <R extends Row>(found: R[]) => Cut<R> } {
  const limit = Number(asked.limit ?? USUAL);
  const column = sort.endsWith('dueAt') ? 'due_at' : 'created_at';
  return {
    page: {
      sort: column,
      descending: sort.startsWith('-'),
      after: asked.cursor
        ? decodeCursor(asked.cursor, sort, filters)
        : undefined,
      limit: limit + 1,
    },
    cut: found => {
      const rows = found.slice(0, limit);
      const last = rows.at(-1);
      return {
        rows,
        nextCursor:
          found.length > limit && last
            ? encodeCursor(sort, filters, { value: last[column], id: last.id })
            : undefined,
      };
    },
  };
}
