import { createHash } from 'node:crypto';

/** A free text with its salt (hex), and the hash by which the chain knows it. */
export type SealedText = { textHash: string; salt: string; text: string };

/** How many random bytes a salt has: nobody guesses an erased text from its hash. */
export const SALT_BYTES = 32;

/**
 * Seals a text: SHA-256 over the salt's bytes and the text's UTF-8, hex. The
 * hash goes into the event's payload; text and salt are kept apart from the
 * chain, so that they can be erased and the chain stays whole.
 *
 * @param salt - hex
 */
export function sealText(text: string, salt: string): SealedText {
  const textHash = createHash('sha256')
    .update(Buffer.from(salt, 'hex'))
    .update(text, 'utf8')
    .digest('hex');
  return { textHash, salt, text };
}
