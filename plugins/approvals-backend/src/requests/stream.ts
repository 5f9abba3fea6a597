/** The stream of a request's events. */
export function requestStream(id: string): string {
  return `request:${id}`;
}
