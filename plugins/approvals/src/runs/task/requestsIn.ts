const LINK = /\/approvals\/requests\/([0-9a-f-]{36})\)/g;

/** However many a step waits for, so many are shown. */
const MOST = 5;

/**
 * The requests that the words of a step link to. They alone tell, without a
 * look at anything else, what a task waits for.
 */
export function requestsIn(message: string): string[] {
  const ids = [...message.matchAll(LINK)].map(([, id]) => id);
  return [...new Set(ids)].slice(0, MOST);
}
