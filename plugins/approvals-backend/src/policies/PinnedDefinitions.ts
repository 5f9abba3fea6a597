import { PolicyDefinition } from '@countersign/backstage-plugin-approvals-common';
import { Database, PolicyRow, tables, Tx } from '../database';

const MOST = 500;

/**
 * Definitions of the versions that requests follow. Such a version was active
 * once and never changes again, so it is read once and remembered.
 */
export class PinnedDefinitions {
  readonly #database: Database;
  readonly #known = new Map<string, PolicyDefinition>();

  constructor(options: { database: Database }) {
    this.#database = options.database;
  }

  /** What new requests of a key follow; undefined when no version is in force. */
  async active(
    key: string,
  ): Promise<{ version: number; definition: PolicyDefinition } | undefined> {
    const result = await this.#database.knex
      .raw("select version from policies where key = ? and status = 'active'", [
        key,
      ])
      .options({ name: 'approvals_active_version' });
    const [row] = this.#database.rowsOf<Pick<PolicyRow, 'version'>>(result);
    return (
      row && {
        version: row.version,
        definition: await this.get(key, row.version),
      }
    );
  }

  /**
   * The definition of a version that a request follows.
   *
   * @param tx - the transaction that asks, so that it needs no second connection
   */
  async get(key: string, version: number, tx?: Tx): Promise<PolicyDefinition> {
    const name = `${key}@${version}`;
    const known = this.#known.get(name);
    if (known) {
      return known;
    }
    const row = await (tx ?? this.#database.knex)<PolicyRow>(tables.policies)
      .where({ key, version })
      .first('definition');
    if (!row) {
      throw new Error(`Policy '${key}' has no version ${version}`);
    }
    const definition: PolicyDefinition = JSON.parse(row.definition);
    if (this.#known.size >= MOST) {
      this.#known.clear();
    }
    this.#known.set(name, definition);
    return definition;
  }
}
