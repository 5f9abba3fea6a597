import { Knex } from 'knex';

/** What is used of a connection of `pg`. */
type Connection = {
  on(
    event: 'notification',
    heard: (message: { payload?: string }) => void,
  ): void;
  on(event: 'error', failed: (error: Error) => void): void;
  on(event: 'end', ended: () => void): void;
  query(text: string, values?: unknown[]): Promise<unknown>;
  end(): Promise<void>;
};

/** A connection of its own that hears what processes on the same database tell each other. */
export type Listener = {
  /** Resolves when the connection is gone, for whatever reason. */
  ended: Promise<void>;
  notify(payload: string): Promise<void>;
  close(): Promise<void>;
};

/**
 * Listens on a channel of PostgreSQL.
 *
 * @param channel - an identifier, not quoted
 */
export async function listen(
  knex: Knex,
  channel: string,
  onMessage: (payload: string) => void,
): Promise<Listener> {
  // Not of the pool: it is never given back.
  const connection: Connection = await knex.client.acquireRawConnection();
  const ended = new Promise<void>(resolve => {
    connection.on('end', resolve);
    connection.on('error', () => resolve());
  });
  connection.on('notification', ({ payload }) => onMessage(payload ?? ''));
  await connection.query(`listen ${channel}`);
  return {
    ended,
    notify: async payload => {
      await connection.query('select pg_notify($1, $2)', [channel, payload]);
    },
    close: () => connection.end(),
  };
}
