import { UNHURRIED } from '../database';
import { OUTBOX_COLUMNS } from './effects';

/** Adds rows, as JSON: one text for any number of them, which is parsed once. */
export const ADD = `insert into outbox (${OUTBOX_COLUMNS.join(', ')})
  select ${OUTBOX_COLUMNS.join(
    ', ',
  )} from json_populate_recordset(null::outbox, ?::json)`;

/** Nobody has it. */
export const FREED = 'lease = null, leased_until = null';

/** What is done leaves its lane. */
export const DONE = `done_at = ?, last_error = null, ${FREED}, lane = null`;

/**
 * Those of some positions whose lease is the one given, by the index. Leases
 * stand in a list of texts, which PostgreSQL hashes from 14 on: joins of two
 * lists are compared each with each or planned as a scan.
 */
export const OURS = `position = any(?::bigint[])
  and position || ' ' || lease = any(?::text[])`;

/** A claim or mark that PostgreSQL forgets when it falls is made again, as after any crash. */
export const FORGETTABLE = `from (select ${UNHURRIED} as mode) u
  where u.mode is not null and`;

/**
 * What may be claimed: what nobody has, and not the later ones of a lane. Who
 * is done has left its lane, so this asks nothing that another index than that
 * of lanes could answer: how many are not done is what PostgreSQL guesses
 * badly, and then it read all of them for each row. The sum keeps it off the
 * primary key.
 */
const FREE = `o.done_at is null and o.exhausted_at is null
  and (o.leased_until is null or o.leased_until <= ?)
  and (o.lane is null or not exists (
    select 1 from outbox p
    where p.lane = o.lane and p.position + 0 < o.position))`;

const DUE_OF_CHANNELS = `
  select c.position from unnest(?::text[], ?::int[]) as w(channel, most)
  cross join lateral (
    select o.position from outbox o
    where o.channel = w.channel and o.due_at <= ? and ${FREE}
    order by o.due_at, o.position limit w.most
    for update of o skip locked) c`;

const DUE_OF_ONE = `
  select * from (
    select o.position from outbox o
    where o.channel = ? and o.due_at <= ? and ${FREE}
    order by o.due_at, o.position limit ?)`;

/** PostgreSQL plans a join with the list as a scan of the whole outbox. */
const IN_ARRAY = `${FORGETTABLE} position = any(array(select position from due))`;
const IN_LIST = 'where position in (select position from due)';

const claim = (due: string, where: string) => `
  with due as materialized (${due})
  update outbox set lease = ?, leased_until = ?, attempts = attempts + 1
  ${where}
  returning *`;

/** Takes channels, limits, the time twice, and the new lease with its end. */
export const CLAIM_ON_POSTGRES = claim(DUE_OF_CHANNELS, IN_ARRAY);

/** Takes for each channel its name, the time twice and its limit, then the new lease with its end. */
export const claimOnSqlite = (channels: number) =>
  claim(
    Array.from({ length: channels }, () => DUE_OF_ONE).join(' union all '),
    IN_LIST,
  );
