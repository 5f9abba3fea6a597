import type { Page } from '@countersign/backstage-plugin-approvals-common';

/** So many pages of a list, one after the other; `more` when there is another. */
export async function loadPages<Item>(
  count: number,
  loadPage: (cursor: string | undefined) => Promise<Page<Item>>,
): Promise<{ items: Item[]; more: boolean }> {
  const items: Item[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < count; page++) {
    const answer = await loadPage(cursor);
    items.push(...answer.items);
    cursor = answer.nextCursor;
    if (!cursor) break;
  }
  return { items, more: cursor !== undefined };
}
