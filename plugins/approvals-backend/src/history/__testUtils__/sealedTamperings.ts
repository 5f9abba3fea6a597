import { Knex } from 'knex';
import { tables } from '../../database';
import { AUDIT_STREAM } from '../chain';
import { sealText } from '../seal';
import { forgeSealedHeads, forgeSeals, forgeStream } from './forge';
import { lines, STREAM, Tampering } from './tamperings';

const DAY = '2026-11-24';
const forgeActor = (knex: Knex) =>
  forgeStream(knex, STREAM, ({ seq }) =>
    seq === 2 ? { actor: 'user:default/mallory' } : {},
  );
const removeStream = async (knex: Knex, stream: string) => {
  const rows = await knex(tables.events).where({ stream }).select('id');
  const ids = rows.map(({ id }) => id);
  await knex(tables.eventTexts).whereIn('event_id', ids).delete();
  await knex(tables.events).where({ stream }).delete();
  await knex(tables.streamHeads).where({ stream }).delete();
};

/** Whole in themselves: found by what was sealed before. */
export const SEALED_TAMPERINGS: Tampering[] = [
  [
    'a stream is written anew with hashes that fit',
    forgeActor,
    { seq: 4, reason: /not the one that was sealed on 2026-11-24/ },
  ],
  [
    'a comment is written anew with a salt and hashes that fit',
    async knex => {
      const forged = sealText('I never agreed', '77'.repeat(32));
      const [{ id }] = await lines(knex, 2).select('id');
      await knex(tables.eventTexts)
        .where({ event_id: id })
        .update({ text: forged.text, salt: forged.salt });
      await forgeStream(knex, STREAM, ({ payload, seq }) =>
        seq === 2
          ? { payload: payload.replace(/[0-9a-f]{64}/, forged.textHash) }
          : {},
      );
    },
    { seq: 4, reason: /not the one that was sealed/ },
  ],
  [
    'the end is cut off together with its head',
    knex => forgeStream(knex, STREAM, ({ seq }) => (seq < 4 ? {} : undefined)),
    { seq: 4, reason: /the line is gone: it was sealed on 2026-11-24/ },
  ],
  [
    'a line is taken out of the middle and the rest moved up',
    knex =>
      forgeStream(knex, STREAM, ({ seq }) => (seq === 2 ? undefined : {})),
    { seq: 4, reason: /the line is gone: it was sealed/ },
  ],
  [
    'a whole stream is removed with its head',
    knex => removeStream(knex, STREAM),
    { seq: 4, reason: /the line is gone: it was sealed/ },
  ],
  [
    'a stream gets another name',
    async knex => {
      await knex(tables.streamHeads)
        .where({ stream: STREAM })
        .update({ stream: 'request:elsewhere' });
      await knex(tables.events)
        .where({ stream: STREAM })
        .update({ stream: 'request:elsewhere' });
      await forgeStream(knex, 'request:elsewhere', () => ({}));
    },
    { seq: 4, reason: /the line is gone: it was sealed/ },
  ],
  [
    'a stream and its sealed head are written anew',
    async knex => {
      await forgeActor(knex);
      await forgeSealedHeads(knex, DAY);
    },
    {
      stream: AUDIT_STREAM,
      seq: 1,
      reason: /not those that it was made over/,
    },
  ],
  [
    'a whole stream is removed with its sealed head',
    async knex => {
      await removeStream(knex, STREAM);
      await knex(tables.sealedHeads).where({ stream: STREAM }).delete();
    },
    {
      stream: AUDIT_STREAM,
      seq: 1,
      reason: /not those that it was made over/,
    },
  ],
  [
    'another head is put down for a seal',
    knex =>
      knex(tables.sealedHeads).insert({
        day: DAY,
        stream: 'request:never',
        seq: 1,
        hash: 'ab'.repeat(32),
      }),
    {
      stream: AUDIT_STREAM,
      seq: 1,
      reason: /not those that it was made over/,
    },
  ],
  [
    'a seal is changed',
    knex =>
      knex(tables.events)
        .where({ stream: AUDIT_STREAM, seq: 1 })
        .update({ payload: `{"day":"${DAY}","digest":"","heads":0}` }),
    { stream: AUDIT_STREAM, seq: 1, reason: /the line was changed/ },
  ],
  [
    'a seal is changed with hashes that fit',
    knex =>
      forgeStream(knex, AUDIT_STREAM, ({ seq, payload }) =>
        seq === 1 ? { payload: payload.replace(/[0-9a-f]{64}/, '0') } : {},
      ),
    {
      stream: AUDIT_STREAM,
      seq: 1,
      reason: /not those that it was made over/,
    },
  ],
  [
    'the stream of seals is removed',
    knex => removeStream(knex, AUDIT_STREAM),
    {
      stream: AUDIT_STREAM,
      seq: 1,
      reason: /the seal of 2026-11-24 is gone/,
    },
  ],
  [
    'the last seal is cut off with its head',
    knex =>
      forgeStream(knex, AUDIT_STREAM, ({ seq }) =>
        seq === 1 ? {} : undefined,
      ),
    {
      stream: AUDIT_STREAM,
      seq: 2,
      reason: /the seal of 2026-11-25 is gone/,
    },
  ],
];

/** Whole in every way: only a copy that was kept elsewhere tells. */
export async function forgeEverything(knex: Knex): Promise<void> {
  await forgeActor(knex);
  await forgeSealedHeads(knex, DAY);
  await forgeSeals(knex);
  // The first seal stands in the second one, which has other heads now.
  await forgeSealedHeads(knex, '2026-11-25');
  await forgeSeals(knex);
}
