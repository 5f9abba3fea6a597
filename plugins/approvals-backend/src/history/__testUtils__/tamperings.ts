import { Knex } from 'knex';
import { tables } from '../../database';

/** The stream that is tampered with. */
export const STREAM = 'request:b';

/** What somebody with SQL could do, and what the verifier says to it. */
export type Tampering = [
  what: string,
  tamper: (knex: Knex) => PromiseLike<unknown>,
  expected: { seq: number; reason: RegExp; stream?: string },
];

/** A line of that stream. */
export const lines = (knex: Knex, seq: number) =>
  knex(tables.events).where({ stream: STREAM, seq });
const heads = (knex: Knex) =>
  knex(tables.streamHeads).where({ stream: STREAM });

/** Found by the chain itself, its heads and its texts. */
export const TAMPERINGS: Tampering[] = [
  [
    'a payload is changed',
    knex =>
      lines(knex, 2).update({
        payload: knex.raw(`replace(payload, '1', '2')`),
      }),
    { seq: 2, reason: /was changed/ },
  ],
  [
    'blanks are added to a payload',
    knex => lines(knex, 2).update({ payload: knex.raw(`payload || ' '`) }),
    { seq: 2, reason: /was changed/ },
  ],
  [
    'a payload is no JSON any more',
    knex => lines(knex, 2).update({ payload: 'oops' }),
    { seq: 2, reason: /was changed/ },
  ],
  [
    'another actor is named',
    knex => lines(knex, 3).update({ actor: 'user:default/mallory' }),
    { seq: 3, reason: /was changed/ },
  ],
  [
    'a time is moved',
    knex => lines(knex, 1).update({ at: '2026-11-23T09:00:00.000Z' }),
    { seq: 1, reason: /was changed/ },
  ],
  [
    'a line is made to look like a delegate did it',
    knex => lines(knex, 1).update({ on_behalf_of: 'user:default/bob' }),
    { seq: 1, reason: /was changed/ },
  ],
  [
    'a line and its hash are changed together',
    knex => lines(knex, 2).update({ hash: 'ab'.repeat(32) }),
    { seq: 2, reason: /was changed/ },
  ],
  [
    'a line is deleted',
    async knex => {
      const [{ id }] = await lines(knex, 2).select('id');
      await knex(tables.eventTexts).where({ event_id: id }).delete();
      await lines(knex, 2).delete();
    },
    { seq: 2, reason: /is missing/ },
  ],
  [
    'the first line is deleted',
    async knex => {
      const [{ id }] = await lines(knex, 1).select('id');
      await knex(tables.eventTexts).where({ event_id: id }).delete();
      await lines(knex, 1).delete();
    },
    { seq: 1, reason: /is missing/ },
  ],
  [
    'two lines change places',
    async knex => {
      await lines(knex, 2).update({ seq: 99 });
      await lines(knex, 3).update({ seq: 2 });
      await lines(knex, 99).update({ seq: 3 });
    },
    { seq: 2, reason: /does not follow/ },
  ],
  [
    'a line is put in front',
    async knex => {
      const [first] = await lines(knex, 1).select('*');
      const id = '019ab3c4-0000-7000-8000-000000000001';
      await knex(tables.events).insert({ ...first, id, seq: 0 });
    },
    { seq: 0, reason: /has no place/ },
  ],
  [
    'a line is added at the end',
    async knex => {
      const [last] = await lines(knex, 4).select('*');
      const id = '019ab3c4-0000-7000-8000-000000000001';
      await knex(tables.events).insert({
        ...last,
        id,
        seq: 5,
        previous_hash: last.hash,
      });
    },
    { seq: 5, reason: /was changed/ },
  ],
  [
    'the end is cut off',
    async knex => {
      const cut = await lines(knex, 4).select('id');
      const ids = cut.map(({ id }) => id);
      await knex(tables.eventTexts).whereIn('event_id', ids).delete();
      await lines(knex, 4).delete();
    },
    { seq: 4, reason: /end is cut off/ },
  ],
  [
    'a whole stream is deleted but for its head',
    async knex => {
      const cut = await knex(tables.events).where({ stream: STREAM });
      const ids = cut.map(({ id }) => id);
      await knex(tables.eventTexts).whereIn('event_id', ids).delete();
      await knex(tables.events).where({ stream: STREAM }).delete();
    },
    { seq: 1, reason: /end is cut off/ },
  ],
  [
    'the head is set back',
    async knex => {
      const [{ hash }] = await lines(knex, 3).select('hash');
      await heads(knex).update({ seq: 3, hash });
    },
    { seq: 4, reason: /after the end/ },
  ],
  [
    'the head names another line',
    knex => heads(knex).update({ hash: 'ab'.repeat(32) }),
    { seq: 4, reason: /not the one that was written last/ },
  ],
  [
    'the head is deleted',
    knex => heads(knex).delete(),
    { seq: 1, reason: /has no head/ },
  ],
  [
    'a comment is changed',
    async knex => {
      const [{ id }] = await lines(knex, 2).select('id');
      await knex(tables.eventTexts)
        .where({ event_id: id })
        .update({ text: 'I never agreed' });
    },
    { seq: 2, reason: /its text was changed/ },
  ],
  [
    'the reason of an override is changed',
    async knex => {
      const [{ id }] = await lines(knex, 4).select('id');
      await knex(tables.eventTexts)
        .where({ event_id: id, part: 'reason' })
        .update({ text: 'because I can' });
    },
    { seq: 4, reason: /its reason was changed/ },
  ],
  [
    'the salt of a comment is changed',
    async knex => {
      const [{ id }] = await lines(knex, 2).select('id');
      await knex(tables.eventTexts)
        .where({ event_id: id })
        .update({ salt: '00'.repeat(32) });
    },
    { seq: 2, reason: /its text was changed/ },
  ],
  [
    'two comments change places',
    async knex => {
      const [{ id: two }] = await lines(knex, 2).select('id');
      const [{ id: three }] = await lines(knex, 3).select('id');
      const texts = knex(tables.eventTexts);
      const [{ text }] = await texts.clone().where({ event_id: two });
      const [{ text: other }] = await texts.clone().where({ event_id: three });
      await texts.clone().where({ event_id: two }).update({ text: other });
      await texts.clone().where({ event_id: three }).update({ text });
    },
    { seq: 2, reason: /its text was changed/ },
  ],
  [
    'a comment is deleted',
    async knex => {
      const [{ id }] = await lines(knex, 3).select('id');
      await knex(tables.eventTexts).where({ event_id: id }).delete();
    },
    { seq: 3, reason: /its text is gone, and no event says why/ },
  ],
  [
    'a comment is emptied as if it had been erased',
    async knex => {
      const [{ id }] = await lines(knex, 3).select('id');
      const [{ id: another }] = await lines(knex, 1).select('id');
      await knex(tables.eventTexts)
        .where({ event_id: id })
        .update({ text: null, salt: null, erased_by: another });
    },
    { seq: 3, reason: /its text is gone, and no event says why/ },
  ],
  [
    'two lines change all that they say',
    async knex => {
      const [{ at: two }] = await lines(knex, 2).select('at');
      const [{ at: three }] = await lines(knex, 3).select('at');
      await lines(knex, 2).update({ at: three });
      await lines(knex, 3).update({ at: two });
    },
    { seq: 2, reason: /was changed/ },
  ],
  [
    'a line is taken over from another stream',
    async knex => {
      const [other] = await knex(tables.events)
        .where({ stream: 'request:a', seq: 2 })
        .select('actor', 'payload', 'hash', 'previous_hash');
      await lines(knex, 2).update(other);
    },
    { seq: 2, reason: /does not follow/ },
  ],
];
