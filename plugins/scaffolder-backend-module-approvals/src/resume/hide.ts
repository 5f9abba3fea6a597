/** Shorter values stand in every sentence. */
const SHORTEST = 4;

/** In place of what is hidden, as the scaffolder writes it for secrets. */
const STARS = '***';

/** Takes values out of a text, the longest first, also as they stand in JSON and in addresses. */
export function hide(text: string, values: readonly string[]): string {
  return values
    .flatMap(spellings)
    .filter(({ length }) => length >= SHORTEST)
    .sort((one, other) => other.length - one.length)
    .reduce((rest, value) => rest.replaceAll(value, STARS), text);
}

function spellings(value: string): string[] {
  const inJson = JSON.stringify(value).slice(1, -1);
  // Half of a sign has no place in an address.
  const isWhole = !/\p{Surrogate}/u.test(value);
  return [value, inJson, ...(isWhole ? [encodeURIComponent(value)] : [])];
}
