/** The title of the request that a message is about, as it stands in its body. */
export function requestOf(body: string): string | undefined {
  const title = /"subject":\{[^{}]*?"title":("(?:[^"\\]|\\.)*")/.exec(body);
  try {
    return title ? String(JSON.parse(title[1])) : undefined;
  } catch {
    return undefined;
  }
}
