import { Answer } from '../outgoing';

/** So many bytes of a body are kept. */
export const KEPT_BYTES = 8 * 1024;

const MOST_HEADERS = 50;
const LONGEST_HEADER = 500;

/** Headers by which a receiver gives somebody rights. */
const NOT_KEPT = new Set(['set-cookie', 'authorization', 'www-authenticate']);

/** The first 8 KiB of a body. */
export function cutBody(body: string): { body: string; cut: boolean } {
  const bytes = Buffer.from(body, 'utf8');
  return bytes.length > KEPT_BYTES
    ? { body: textOf(bytes.subarray(0, KEPT_BYTES)), cut: true }
    : { body, cut: false };
}

/**
 * What is kept of an answer. A receiver may send back what it got: signatures
 * are taken out of it.
 */
export function keptAnswer(
  { headers, body, cut }: Omit<Answer, 'status'>,
  signature: string,
): { headers: Record<string, string>; body: string; cut: boolean } {
  const clean = (text: string) =>
    signature
      .split(' ')
      .reduce(
        (rest, one) => rest.replaceAll(one, '[signature]'),
        text.replaceAll('\0', '\uFFFD'),
      );
  const kept = Object.entries(headers)
    .filter(([name]) => !NOT_KEPT.has(name))
    .slice(0, MOST_HEADERS)
    .map(([name, value]) => [name, clean(value).slice(0, LONGEST_HEADER)]);
  return { headers: Object.fromEntries(kept), body: clean(body), cut };
}

/** Without the character that was cut in two. */
function textOf(bytes: Buffer): string {
  return bytes.toString('utf8').replace(/\uFFFD+$/, '');
}
