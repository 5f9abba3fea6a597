import {
  Event,
  LIMITS,
  Page,
} from '@countersign/backstage-plugin-approvals-common';
import { eventView } from './eventView';
import { EventWithTexts } from './HistoryStore';

const PAGE = 50;

/** The shape of a line's place in its stream, as a cursor carries it. */
export const SEQ_SHAPE = /^\d{1,9}$/;

/** How many lines a page has. */
export function limitOf(asked: string | undefined): number {
  return Math.min(Number(asked ?? PAGE), LIMITS.page);
}

/** A page from one line more than it shows, when there are so many. */
export function toPage(
  rows: EventWithTexts[],
  limit: number,
  cursorOf: (last: EventWithTexts, shown: EventWithTexts[]) => string,
): Page<Event> {
  const shown = rows.slice(0, limit);
  return {
    items: shown.map(eventView),
    ...(rows.length > limit && {
      nextCursor: cursorOf(shown[limit - 1], shown),
    }),
  };
}
