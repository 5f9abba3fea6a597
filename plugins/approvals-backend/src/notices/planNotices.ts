import { Line } from './lines';
import { settledBy } from './settledBy';
import { Circle, Telling } from './Telling';
import { NoticedRequest, OpenNotice, Plan, Standing } from './types';

/**
 * What follows from one step of a request: who is told what, and whose notice
 * is settled by it. Pure: how the request stands now comes in, so that the
 * same lines brought twice, or late, do no harm.
 */
export function planNotices(options: {
  request: NoticedRequest;
  lines: readonly Line[];
  standing: Standing;
  circle: Circle;
}): Plan {
  const { lines, standing } = options;
  const telling = new Telling(options);
  const decision = lines.find(({ type }) => type === 'task.decided');
  for (const line of lines) {
    telling.add(line, decision?.actor);
  }
  const { messages, opened } = telling;
  const stands = ({ cause }: OpenNotice) => standing.causes.has(cause);
  const closed = standing.open.filter(notice => !stands(notice));
  const waiting = new Set(
    [...standing.open.filter(stands), ...opened].map(
      ({ recipient }) => recipient,
    ),
  );
  const released = settledBy(lines);
  for (const { recipient } of closed) {
    if (!messages.has(recipient) && !waiting.has(recipient)) {
      messages.set(recipient, released);
    }
  }
  return { messages, opened, closed };
}
