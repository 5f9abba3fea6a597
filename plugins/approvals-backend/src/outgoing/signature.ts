import { createHmac, randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';
const SECRET_BYTES = 32;

/** A new secret as Standard Webhooks writes it: `whsec_` and 32 random bytes in base64. */
export function newSecret(): string {
  return `${PREFIX}${randomBytes(SECRET_BYTES).toString('base64')}`;
}

/** The bytes that a secret's text stands for. */
export function secretBytes(secret: string): Buffer {
  return Buffer.from(secret.slice(PREFIX.length), 'base64');
}

/**
 * The headers that sign a message by Standard Webhooks 1.0: HMAC-SHA256 over
 * `id.timestamp.body`, one signature for each secret.
 *
 * @param message.at - milliseconds
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function signedHeaders(message: {
  id: string;
  at: number;
  body: string;
  secrets: readonly Buffer[];
}): Record<string, string> {
  const { id, body, secrets } = message;
  const timestamp = String(Math.floor(message.at / 1_000));
  const content = `${id}.${timestamp}.${body}`;
  const signatures = secrets.map(
    secret =>
      `v1,${createHmac('sha256', secret).update(content).digest('base64')}`,
  );
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}
