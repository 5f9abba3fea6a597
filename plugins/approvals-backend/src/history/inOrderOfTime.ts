import { EventWithTexts } from './HistoryStore';

/** Several streams as one: always the older of their next lines, of equal ones that of the first stream. */
export function inOrderOfTime(
  streams: readonly (readonly EventWithTexts[])[],
): EventWithTexts[] {
  return streams.reduce<EventWithTexts[]>(merged, []);
}

function merged(
  one: readonly EventWithTexts[],
  other: readonly EventWithTexts[],
): EventWithTexts[] {
  const together: EventWithTexts[] = [];
  let next = 0;
  for (const line of one) {
    while (next < other.length && other[next].at < line.at) {
      together.push(other[next]);
      next += 1;
    }
    together.push(line);
  }
  return [...together, ...other.slice(next)];
}
