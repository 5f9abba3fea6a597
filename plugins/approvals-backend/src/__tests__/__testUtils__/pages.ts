import { Page } from '@countersign/backstage-plugin-approvals-common';

/** Everything of a list, page by page. */
export async function pages<T>(
  list: (query: { limit: string; cursor?: string }) => Promise<Page<T>>,
  limit: number,
): Promise<T[]> {
  const items: T[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await list({ limit: `${limit}`, cursor });
    if (page.items.length > limit) {
      throw new Error(
        `A page of ${page.items.length} where ${limit} was asked`,
      );
    }
    items.push(...page.items);
    if (!page.nextCursor) {
      return items;
    }
    cursor = page.nextCursor;
  }
}
