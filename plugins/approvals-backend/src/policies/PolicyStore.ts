import { Database, PolicyRow, tables, Tx } from '../database';
import { StoredVersion, VersionContent } from './types';
import { Visible, whereVisible } from './policyConditions';

/** Keeps versions of policies. Times are UTC text. */
export class PolicyStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Works in a transaction while nobody else changes versions of the key. SQLite has one writer anyway. */
  async changing<T>(key: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#database.inTransaction(async tx => {
      if (this.#database.isPostgres) {
        await tx.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [
          `policy ${key}`,
        ]);
      }
      return work(tx);
    });
  }

  /** One version. */
  async get(
    key: string,
    version: number,
    tx?: Tx,
  ): Promise<StoredVersion | undefined> {
    const row = await this.#rows(tx).where({ key, version }).first();
    return row && toVersion(row);
  }

  /** The version in force. */
  async active(key: string, tx?: Tx): Promise<StoredVersion | undefined> {
    const row = await this.#rows(tx).where({ key, status: 'active' }).first();
    return row && toVersion(row);
  }

  /** The visible versions of a key, newest first, from below a number. */
  async versions(
    key: string,
    page: { visible: Visible; below?: number; limit: number },
  ): Promise<StoredVersion[]> {
    const query = this.#rows()
      .where({ key })
      .orderBy('version', 'desc')
      .limit(page.limit);
    whereVisible(query, page.visible);
    if (page.below !== undefined) {
      query.where('version', '<', page.below);
    }
    return (await query).map(toVersion);
  }

  /** The visible version that one means without a number: the active one, or the newest. */
  async usual(
    key: string,
    visible: Visible,
  ): Promise<StoredVersion | undefined> {
    const query = this.#rows()
      .where({ key })
      .orderByRaw("case when status = 'active' then 0 else 1 end")
      .orderBy('version', 'desc')
      .first();
    whereVisible(query, visible);
    const row = await query;
    return row && toVersion(row);
  }

  /** The highest number that a version of the key has; 0 without any. */
  async latest(key: string, tx: Tx): Promise<number> {
    const row = await this.#rows(tx)
      .where({ key })
      .max<{ latest: number | null }>('version as latest')
      .first();
    return Number(row?.latest ?? 0);
  }

  /** Keeps a new draft. */
  async add(tx: Tx, draft: StoredVersion): Promise<void> {
    await tx<PolicyRow>(tables.policies).insert({
      key: draft.key,
      version: draft.version,
      status: draft.status,
      ...toColumns(draft),
      digest: draft.digest,
      revision: draft.revision,
      created_by: draft.createdBy,
      created_at: draft.createdAt,
    });
  }

  /** Changes a draft that nobody has changed since it was read. False: it is another by now. */
  async update(
    tx: Tx,
    draft: { key: string; version: number; revision: number },
    change: VersionContent & { digest: string },
  ): Promise<boolean> {
    const changed = await tx<PolicyRow>(tables.policies)
      .where({ ...draft, status: 'draft' })
      .update({
        ...toColumns(change),
        digest: change.digest,
        revision: draft.revision + 1,
      });
    return changed === 1;
  }

  /** Throws a draft away. False: there is no such draft. */
  async remove(
    tx: Tx,
    draft: { key: string; version: number },
  ): Promise<boolean> {
    const removed = await tx(tables.policies)
      .where({ ...draft, status: 'draft' })
      .delete();
    return removed === 1;
  }

  /** Puts a version into force and the one before it out of force. The key must be locked. */
  async activate(
    tx: Tx,
    {
      key,
      version,
      by,
      at,
    }: { key: string; version: number; by: string; at: string },
  ): Promise<void> {
    await this.deactivate(tx, key);
    await tx(tables.policies)
      .where({ key, version })
      .update({ status: 'active', activated_by: by, activated_at: at });
  }

  /** Puts the version in force out of force. */
  async deactivate(tx: Tx, key: string): Promise<void> {
    await tx(tables.policies)
      .where({ key, status: 'active' })
      .update({ status: 'archived' });
  }

  #rows(tx?: Tx) {
    return (tx ?? this.#database.knex)<PolicyRow>(tables.policies);
  }
}

function toColumns({ definition, examples }: VersionContent) {
  return {
    name: definition.name,
    subject_type: definition.subjectType,
    owner: definition.owner ?? null,
    definition: JSON.stringify(definition),
    examples: JSON.stringify(examples),
  };
}

function toVersion(row: PolicyRow): StoredVersion {
  return {
    key: row.key,
    version: row.version,
    status: row.status,
    definition: JSON.parse(row.definition),
    examples: JSON.parse(row.examples),
    digest: row.digest,
    revision: row.revision,
    createdBy: row.created_by,
    createdAt: row.created_at,
    ...(row.activated_by && { activatedBy: row.activated_by }),
    ...(row.activated_at && { activatedAt: row.activated_at }),
  };
}
