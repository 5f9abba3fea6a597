import { Knex } from 'knex';
import { EventRow, KeptTextRow, StreamHeadRow, tables } from '../../database';
import { AUDIT_STREAM, lineHash, NO_HEAD } from '../chain';
import { HeadsDigest } from '../HeadsDigest';

/**
 * Writes a stream anew as somebody would who knows how its hashes are made:
 * lines changed or left out, then places, hashes and head so that they fit.
 */
export async function forgeStream(
  knex: Knex,
  stream: string,
  change: (row: EventRow) => Partial<EventRow> | undefined,
): Promise<void> {
  const rows: EventRow[] = await knex(tables.events)
    .where({ stream })
    .orderBy('seq');
  const ids = rows.map(({ id }) => id);
  const texts: KeptTextRow[] = await knex(tables.eventTexts).whereIn(
    'event_id',
    ids,
  );
  await knex(tables.eventTexts).whereIn('event_id', ids).delete();
  await knex(tables.events).where({ stream }).delete();
  let last = NO_HEAD;
  for (const row of rows) {
    const changed = change(row);
    if (changed) {
      const next = { ...row, ...changed, seq: last.seq + 1 };
      const hash = hashOf(next, last.hash);
      await knex(tables.events).insert({
        ...next,
        previous_hash: last.hash,
        hash,
      });
      const kept = texts.filter(({ event_id }) => event_id === row.id);
      await Promise.all(kept.map(text => knex(tables.eventTexts).insert(text)));
      last = { seq: next.seq, hash };
    }
  }
  await knex(tables.streamHeads).where({ stream }).update(last);
}

/** Puts other heads down for a day's seal: those that the lines have now. */
export async function forgeSealedHeads(knex: Knex, day: string): Promise<void> {
  const heads: StreamHeadRow[] = await knex(`${tables.sealedHeads} as s`)
    .join(`${tables.events} as e`, join =>
      join.on('e.stream', 's.stream').andOn('e.seq', 's.seq'),
    )
    .where('s.day', day)
    .select('s.stream', 's.seq', 'e.hash as hash');
  for (const { stream, seq, hash } of heads) {
    await knex(tables.sealedHeads).where({ stream, seq }).update({ hash });
  }
}

/** Makes every seal fit to what is put down for it, and the stream of seals whole. */
export async function forgeSeals(knex: Knex): Promise<void> {
  const payloads = new Map<string, string>();
  const seals = await knex(tables.events).where({ type: 'audit.sealed' });
  for (const { id, payload } of seals) {
    const { day } = JSON.parse(payload);
    const heads: StreamHeadRow[] = await knex(tables.sealedHeads).where({
      day,
    });
    heads.sort((a, b) =>
      Buffer.compare(Buffer.from(a.stream), Buffer.from(b.stream)),
    );
    const digest = new HeadsDigest();
    heads.forEach(head => digest.add(head));
    const { digest: hex, heads: count } = digest.finish();
    payloads.set(id, `{"day":"${day}","digest":"${hex}","heads":${count}}`);
  }
  await forgeStream(knex, AUDIT_STREAM, ({ id, payload }) => ({
    payload: payloads.get(id) ?? payload,
  }));
}

function hashOf(row: EventRow, previousHash: string): string {
  return lineHash(previousHash, {
    id: row.id,
    stream: row.stream,
    seq: row.seq,
    type: row.type,
    actor: row.actor,
    onBehalfOf: row.on_behalf_of,
    at: row.at,
    payload: JSON.parse(row.payload),
  });
}
