import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { StreamHeadRow } from '../database';

/**
 * The digest that a seal carries: SHA-256 over one line for each head, which
 * is `[stream, seq, hash]` as canonical JSON (RFC 8785) in UTF-8 with a line
 * feed behind it, ordered by the bytes of the stream. Over no heads it is
 * SHA-256 of nothing.
 */
export class HeadsDigest {
  readonly #hash = createHash('sha256');
  #heads = 0;

  /** Takes the next head; the caller keeps the order. */
  add({ stream, seq, hash }: StreamHeadRow): void {
    this.#hash.update(`${canonicalize([stream, seq, hash])}\n`, 'utf8');
    this.#heads += 1;
  }

  /** The digest, hex, and over how many heads it goes. To be asked for once. */
  finish(): { digest: string; heads: number } {
    return { digest: this.#hash.digest('hex'), heads: this.#heads };
  }
}
