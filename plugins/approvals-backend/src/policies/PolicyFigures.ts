import { Database, tables } from '../database';

/** So many of a policy's latest requests make its median. */
const LATEST = 50;

/** How requests of policies go: what lists show beside them. Only reads. */
export class PolicyFigures {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** How many requests are in review, by key and version. */
  async inReview(keys: string[]): Promise<Map<string, Map<number, number>>> {
    const rows: { key: string; version: number; open: number | string }[] =
      await this.#database
        .knex(tables.requests)
        .whereIn('policy_key', keys)
        .where('status', 'in_review')
        .groupBy('policy_key', 'policy_version')
        .select({ key: 'policy_key', version: 'policy_version' })
        .count({ open: '*' });
    const counts = new Map<string, Map<number, number>>();
    for (const { key, version, open } of rows) {
      const versions = counts.get(key) ?? new Map<number, number>();
      counts.set(key, versions.set(version, Number(open)));
    }
    return counts;
  }

  /** Median seconds from asking to the end of the latest requests that were approved or rejected, by key. */
  async medianSeconds(keys: string[]): Promise<Map<string, number>> {
    if (keys.length === 0) {
      return new Map();
    }
    const { knex } = this.#database;
    const [first, ...rest] = keys.map(key =>
      knex
        .from(
          knex(tables.requests)
            .select('policy_key', 'created_at', 'completed_at')
            .where({ policy_key: key })
            .whereIn('status', ['approved', 'rejected'])
            .orderBy('created_at', 'desc')
            .orderBy('id', 'desc')
            .limit(LATEST)
            .as('latest'),
        )
        .select('*'),
    );
    const rows: {
      policy_key: string;
      created_at: string;
      completed_at: string;
    }[] = await first.unionAll(rest);
    const seconds = new Map<string, number[]>();
    for (const { policy_key: key, created_at, completed_at } of rows) {
      const taken = (Date.parse(completed_at) - Date.parse(created_at)) / 1_000;
      seconds.set(key, [...(seconds.get(key) ?? []), taken]);
    }
    return new Map([...seconds].map(([key, taken]) => [key, median(taken)]));
  }
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const value =
    sorted.length % 2 === 1
      ? sorted[middle]
      : (sorted[middle - 1] + sorted[middle]) / 2;
  return Math.round(value);
}
