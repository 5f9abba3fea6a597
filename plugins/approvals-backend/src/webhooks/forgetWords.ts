import { TextPart } from '@countersign/backstage-plugin-approvals-common';
import { Tx, tables, WebhookDeliveryRow } from '../database';

/** A text of an event that was erased. */
type ErasedText = { eventId: string; stream: string; part: TextPart };

/** What a message calls the texts of its event. */
const FIELDS = { text: 'comment', reason: 'reason' } as const;

/** SQLite takes 32,766 bindings at most. */
const TEXTS_AT_ONCE = 1_000;

const REQUEST = 'request:';

/**
 * Takes erased texts out of the messages that are kept, sent or not. A message
 * that still waits goes out without them.
 */
export async function forgetWords(
  tx: Tx,
  texts: readonly ErasedText[],
): Promise<void> {
  for (let from = 0; from < texts.length; from += TEXTS_AT_ONCE) {
    await forgetSome(tx, texts.slice(from, from + TEXTS_AT_ONCE));
  }
}

async function forgetSome(tx: Tx, texts: readonly ErasedText[]): Promise<void> {
  const parts = new Map<string, TextPart[]>();
  for (const { eventId, part } of texts) {
    parts.set(eventId, [...(parts.get(eventId) ?? []), part]);
  }
  const query = tx<WebhookDeliveryRow>(tables.webhookDeliveries).whereIn(
    'message_id',
    [...parts.keys()],
  );
  const streams = [...new Set(texts.map(({ stream }) => stream))];
  if (streams.every(stream => stream.startsWith(REQUEST))) {
    // By what there is an index for: retention comes with many.
    query.whereIn(
      'request_id',
      streams.map(stream => stream.slice(REQUEST.length)),
    );
  }
  for (const { id, message_id, body } of await query.select('*')) {
    await tx<WebhookDeliveryRow>(tables.webhookDeliveries)
      .where({ id })
      .update({ body: withoutWords(body, parts.get(message_id) ?? []) });
  }
}

function withoutWords(body: string, parts: readonly TextPart[]): string {
  const message = JSON.parse(body);
  const data = { ...message.data };
  for (const part of parts) {
    delete data[FIELDS[part]];
  }
  const erased = [...new Set([...(data.erased ?? []), ...parts])];
  return JSON.stringify({ ...message, data: { ...data, erased } });
}
