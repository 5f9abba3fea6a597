import { PolicyDefinition } from '@countersign/backstage-plugin-approvals-common';
import { Database, PolicyRow, tables } from '../database';
import { VersionHead } from './types';
import { Visible, whereVisible } from './policyConditions';

type ListedContent = Pick<PolicyDefinition, 'description' | 'appliesTo'>;

/** What lists show of policies. Only reads. */
export class PolicyListStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Keys in order that have a visible version which fits all filters. */
  async keys(options: {
    visible: Visible;
    status?: VersionHead['status'];
    subjectType?: string;
    words: string[];
    after?: string;
    limit: number;
  }): Promise<string[]> {
    const { visible, status, subjectType, words, after, limit } = options;
    const query = this.#rows().distinct('key').orderBy('key').limit(limit);
    whereVisible(query, visible);
    if (status) {
      query.where({ status });
    }
    if (subjectType) {
      query.where({ subject_type: subjectType });
    }
    for (const word of words) {
      const like = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
      query.whereRaw(
        `(lower(name) like ? escape '\\' or key like ? escape '\\')`,
        [like, like],
      );
    }
    if (after !== undefined) {
      query.where('key', '>', after);
    }
    return (await query).map(({ key }) => key);
  }

  /** The visible versions of these keys, newest first, without their content. */
  async heads(keys: string[], visible: Visible): Promise<VersionHead[]> {
    const query = this.#rows()
      .select('key', 'version', 'status', 'name', 'subject_type', 'owner')
      .whereIn('key', keys)
      .orderBy('version', 'desc');
    whereVisible(query, visible);
    return (await query).map(row => ({
      key: row.key,
      version: row.version,
      status: row.status,
      name: row.name,
      subjectType: row.subject_type,
      ...(row.owner && { owner: row.owner }),
    }));
  }

  /** What lists show of the content of versions, by key. */
  async contents(
    versions: { key: string; version: number }[],
  ): Promise<Map<string, ListedContent>> {
    const rows = await this.#rows()
      .select('key', 'definition')
      .whereIn(
        ['key', 'version'],
        versions.map(({ key, version }) => [key, version]),
      );
    return new Map(
      rows.map(({ key, definition }) => {
        const { description, appliesTo } = JSON.parse(
          definition,
        ) as PolicyDefinition;
        return [key, { description, appliesTo }];
      }),
    );
  }

  #rows() {
    return this.#database.knex<PolicyRow>(tables.policies);
  }
}
