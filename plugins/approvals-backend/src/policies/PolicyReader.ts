import {
  LIMITS,
  Page,
  PolicyDiff,
  PolicyItem,
  Policy,
  PolicyQuery,
  PolicyVersion,
  VersionQuery,
} from '@countersign/backstage-plugin-approvals-common';
import { Caller, decodeCursor, encodeCursor, notFound } from '../http';
import { compare } from './compare';
import { PolicyAccess, requireVisible } from './PolicyAccess';
import { PolicyFigures } from './PolicyFigures';
import { PolicyListStore } from './PolicyListStore';
import { PolicyStore } from './PolicyStore';
import { StoredVersion, VersionHead } from './types';
import { Visible } from './policyConditions';

const SORT = 'key';
const NUMBER_SHAPE = /^[1-9]\d{0,8}$/;
const KEY_SHAPE = /^[a-z0-9][a-z0-9._-]{0,127}$/;

type Options = {
  store: PolicyStore;
  lists: PolicyListStore;
  figures: PolicyFigures;
  access: PolicyAccess;
};

/** Shows policies, each caller the versions that they may see. */
export class PolicyReader {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * A page of policies, by key.
   *
   * @throws ApprovalsRefusal INVALID_CURSOR
   */
  async list(caller: Caller, query: PolicyQuery): Promise<Page<PolicyItem>> {
    const { limit: asked, cursor, ...filters } = query;
    const limit = Number(asked ?? LIMITS.page / 2);
    const { visible } = await this.#options.access.rights(caller);
    const keys = await this.#options.lists.keys({
      visible,
      status: query.status,
      subjectType: query.subjectType,
      words: query.q?.toLowerCase().split(/\s+/).filter(Boolean) ?? [],
      after: cursor && decodeCursor(cursor, SORT, filters, KEY_SHAPE).id,
      limit: limit + 1,
    });
    const shown = keys.slice(0, limit);
    const items = await this.#items(shown, visible);
    return {
      items,
      ...(keys.length > limit && {
        nextCursor: encodeCursor(SORT, filters, {
          value: '',
          id: shown[limit - 1],
        }),
      }),
    };
  }

  /** One policy with its active version, or its newest. @throws ApprovalsRefusal NOT_FOUND */
  async get(caller: Caller, key: string): Promise<Policy> {
    const { access, store } = this.#options;
    const { visible } = await access.rights(caller);
    const current = await store.usual(key, visible);
    const [item] = await this.#items([key], visible);
    if (!current || !item) {
      throw notFound();
    }
    return { ...item, current: await this.view(current) };
  }

  /**
   * A page of the versions of a policy, newest first.
   *
   * @throws ApprovalsRefusal NOT_FOUND, INVALID_CURSOR
   */
  async versions(
    caller: Caller,
    key: string,
    { limit: asked, cursor }: VersionQuery = {},
  ): Promise<Page<PolicyVersion>> {
    const { store, figures, access } = this.#options;
    const { visible } = await access.rights(caller);
    const limit = Number(asked ?? LIMITS.page / 2);
    const after =
      cursor && decodeCursor(cursor, '-version', { key }, NUMBER_SHAPE).id;
    const found = await store.versions(key, {
      visible,
      below: after ? Number(after) : undefined,
      limit: limit + 1,
    });
    if (found.length === 0) {
      throw notFound();
    }
    const shown = found.slice(0, limit);
    const counts = (await figures.inReview([key])).get(key);
    return {
      items: shown.map(version => ({
        ...version,
        inReview: counts?.get(version.version) ?? 0,
      })),
      ...(found.length > limit && {
        nextCursor: encodeCursor(
          '-version',
          { key },
          {
            value: '',
            id: String(shown[limit - 1].version),
          },
        ),
      }),
    };
  }

  /** One version. @throws ApprovalsRefusal NOT_FOUND */
  async version(
    caller: Caller,
    key: string,
    version: number,
  ): Promise<PolicyVersion> {
    return this.view(await this.#visible(caller, key, version));
  }

  /** What changed from the version `against` to this one. @throws ApprovalsRefusal NOT_FOUND */
  async diff(
    caller: Caller,
    key: string,
    version: number,
    against: number,
  ): Promise<PolicyDiff> {
    const [after, before] = await Promise.all([
      this.#visible(caller, key, version),
      this.#visible(caller, key, against),
    ]);
    const changes = compare(before.definition, after.definition);
    return { key, version, against, changes };
  }

  /** A version as it is shown. */
  async view(version: StoredVersion): Promise<PolicyVersion> {
    const counts = await this.#options.figures.inReview([version.key]);
    return {
      ...version,
      inReview: counts.get(version.key)?.get(version.version) ?? 0,
    };
  }

  async #visible(
    caller: Caller,
    key: string,
    version: number,
  ): Promise<StoredVersion> {
    const { store, access } = this.#options;
    const rights = await access.rights(caller);
    return requireVisible(await store.get(key, version), rights);
  }

  async #items(keys: string[], visible: Visible): Promise<PolicyItem[]> {
    const { lists, figures } = this.#options;
    const heads = await lists.heads(keys, visible);
    const groups = keys
      .map(key => heads.filter(head => head.key === key))
      .filter(versions => versions.length > 0);
    const [contents, counts, medians] = await Promise.all([
      lists.contents(groups.map(currentOf)),
      figures.inReview(keys),
      figures.medianSeconds(keys),
    ]);
    return groups.map(versions => {
      const { key } = versions[0];
      const open = [...(counts.get(key)?.values() ?? [])];
      return {
        ...summary(versions),
        ...contents.get(key),
        inReview: open.reduce((sum, count) => sum + count, 0),
        medianDecisionSeconds: medians.get(key),
      };
    });
  }
}

/** The active one of the versions of a policy, newest first; or the newest. */
function currentOf(versions: VersionHead[]): VersionHead {
  return versions.find(({ status }) => status === 'active') ?? versions[0];
}

function summary(versions: VersionHead[]) {
  const { key, name, owner, subjectType } = currentOf(versions);
  return {
    key,
    name,
    owner,
    subjectType,
    activeVersion: versions.find(({ status }) => status === 'active')?.version,
    latestVersion: versions[0].version,
    drafts: versions
      .filter(({ status }) => status === 'draft')
      .map(({ version }) => version),
  };
}
