import { v7 as newId } from 'uuid';
import { Database } from '../../database';
import { createHistory, EventDraft } from '..';

/** The room on a database, at a time that tests move. */
export function historyRoom(database: Database) {
  const clock = { now: '2026-11-24T23:00:00.000Z' };
  const room = createHistory({
    database,
    now: () => clock.now,
    newId,
    newSalt: () => '5a'.repeat(32),
  });
  const append = (stream: string, ...drafts: EventDraft[]) =>
    database.inTransaction(tx => room.history.append(tx, stream, drafts));
  return { ...room, clock, append };
}
