import { createHash } from 'node:crypto';
import { ID_SHAPE } from '@countersign/backstage-plugin-approvals-common';
import canonicalize from 'canonicalize';
import { ApprovalsRefusal } from './errors';

/** The key of a page's last row: its sort value and its id. */
export type LastKey = { value: string; id: string };

/** The filters of a list, without limit and cursor: a cursor serves only the list it came from. */
type Filters = Record<string, unknown>;

/**
 * An opaque cursor that carries the sort, a digest of the filters and the last
 * key. It is no secret and gives no right: a changed one is refused or finds
 * what its bearer could find anyway.
 */
export function encodeCursor(
  sort: string,
  filters: Filters,
  last: LastKey,
): string {
  const json = JSON.stringify([sort, digestOf(filters), last.value, last.id]);
  return Buffer.from(json).toString('base64url');
}

/**
 * The last key of a cursor made for the same sort and filters.
 *
 * @param idShape - what the list's ids look like; a UUIDv7 when left out
 * @throws ApprovalsRefusal INVALID_CURSOR for anything else.
 */
export function decodeCursor(
  cursor: string,
  sort: string,
  filters: Filters,
  idShape: RegExp = ID_SHAPE,
): LastKey {
  const parts = parse(cursor);
  if (
    !Array.isArray(parts) ||
    parts.length !== 4 ||
    !parts.every(isStorableText) ||
    parts[0] !== sort ||
    parts[1] !== digestOf(filters) ||
    !idShape.test(parts[3])
  ) {
    throw new ApprovalsRefusal(
      'INVALID_CURSOR',
      'This cursor does not belong to this list: start again without one',
    );
  }
  return { value: parts[2], id: parts[3] };
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

function isStorableText(part: unknown): part is string {
  return typeof part === 'string' && !/[\0\p{Surrogate}]/u.test(part);
}

function digestOf(filters: Filters): string {
  return createHash('sha256')
    .update(canonicalize(filters) ?? '')
    .digest('base64url')
    .slice(0, 22);
}
