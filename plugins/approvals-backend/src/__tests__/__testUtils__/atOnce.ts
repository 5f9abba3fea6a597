/** Does something with each of many, a few at a time. */
export async function each<T, R>(
  items: T[],
  run: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const rest = items.values();
  const lane = async () => {
    for (const item of rest) {
      results.push(await run(item));
    }
  };
  await Promise.all(Array.from({ length: 8 }, lane));
  return results;
}

/** Does something many times at the same moment. */
export const atOnce = <T>(count: number, run: (turn: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, turn) => run(turn)));

/** How often each answer came. */
export function counted(answers: (string | number)[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const answer of answers) {
    counts[answer] = (counts[answer] ?? 0) + 1;
  }
  return counts;
}
