const PREFIX = 'request:';

/** The stream of a request's events. */
export function requestStream(id: string): string {
  return `${PREFIX}${id}`;
}

/** The stream of the events of what runs after a request. */
export function runStream(requestId: string): string {
  return `run:${requestId}`;
}

/** The request that a stream is of. */
export function requestIdOf(stream: string): string {
  return stream.slice(PREFIX.length);
}
