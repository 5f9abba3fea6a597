/** The kind of the effect that tells that lines were appended. */
export const ANNOUNCEMENT = 'history.publish';

/** Which lines one save appended to a stream. */
export type Announced = {
  /** Sequence number of the first line. */
  from: number;
  /** And of the last one. */
  to: number;
  /** Of a request: how it stood once they were committed. */
  request?: { status: string; round: number };
};

/**
 * The effect that tells that lines were appended, for the outbox. What a
 * stream's saves tell goes out in their order.
 *
 * @param now - UTC with milliseconds
 */
export function announcement(
  stream: string,
  announced: Announced,
  now: string,
  options: { atLeisure?: boolean } = {},
) {
  return {
    kind: ANNOUNCEMENT,
    stream,
    lane: `publish:${stream}`,
    payload: announced,
    dueAt: now,
    ...options,
  };
}
