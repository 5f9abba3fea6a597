import { AuthService } from '@backstage/backend-plugin-api';
import {
  Entity,
  parseEntityRef,
  RELATION_CHILD_OF,
  RELATION_HAS_MEMBER,
  RELATION_MEMBER_OF,
  RELATION_OWNED_BY,
  RELATION_PARENT_OF,
} from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { isKind } from '@countersign/backstage-plugin-approvals-common';
import { EntityLookups } from './EntityLookups';

/** Groups within groups are followed up to so many in all. */
const MOST_GROUPS = 2_000;

/** Who somebody is, as expressions and rules see it. */
export type PersonFacts = { ref: string; name: string; groups: string[] };

/**
 * What the catalog says about people, with the plugin's own credentials.
 * Nothing is remembered: it decides who may approve, and must be true now.
 * Refs that come in are normalised. All methods throw a ServiceUnavailableError
 * when the catalog does not answer.
 */
export class Directory {
  readonly #lookups: EntityLookups;

  constructor(options: { catalog: CatalogService; auth: AuthService }) {
    this.#lookups = new EntityLookups(options);
  }

  /** Those of the refs that are Users of the catalog. */
  async users(refs: Iterable<string>): Promise<Set<string>> {
    const asked = [...new Set(refs)].filter(ref => isKind(ref, 'user'));
    const found = await this.#lookups.byRefs(asked, ['kind']);
    return new Set(found.keys());
  }

  /** Display names of those of the refs that are Users of the catalog. */
  async namesOf(refs: Iterable<string>): Promise<Map<string, string>> {
    const asked = [...new Set(refs)].filter(ref => isKind(ref, 'user'));
    const found = await this.#lookups.byRefs(asked, [
      'kind',
      'metadata.name',
      'metadata.title',
      'spec.profile.displayName',
    ]);
    return new Map([...found].map(([ref, user]) => [ref, nameOf(user)]));
  }

  /** Those of the refs that the catalog has. */
  async known(refs: Iterable<string>): Promise<Set<string>> {
    const found = await this.#lookups.byRefs([...new Set(refs)], ['kind']);
    return new Set(found.keys());
  }

  /** A person's name and groups, with the groups that those are in; undefined when no User. */
  async person(ref: string): Promise<PersonFacts | undefined> {
    if (!isKind(ref, 'user')) {
      return undefined;
    }
    const found = await this.#lookups.byRefs(
      [ref],
      ['kind', 'metadata', 'spec.profile', 'relations'],
    );
    const user = found.get(ref);
    if (!user) {
      return undefined;
    }
    const above = await this.#groupsFrom(
      targets(user, RELATION_MEMBER_OF, 'group'),
      RELATION_CHILD_OF,
    );
    return { ref, name: nameOf(user), groups: [...above.keys()] };
  }

  /** The members of a group and of the groups within it; undefined when there is no such group. */
  async membersOf(group: string): Promise<string[] | undefined> {
    const groups = await this.#groupsFrom([group], RELATION_PARENT_OF);
    if (!groups.has(group)) {
      return undefined;
    }
    const members = [...groups.values()].flatMap(entity =>
      targets(entity, RELATION_HAS_MEMBER, 'user'),
    );
    return [...new Set(members)];
  }

  /** The users and groups that own an entity; undefined when there is no such entity. */
  async ownersOf(entityRef: string): Promise<string[] | undefined> {
    const found = await this.#lookups.byRefs(
      [entityRef],
      ['kind', 'relations'],
    );
    const entity = found.get(entityRef);
    return entity && targets(entity, RELATION_OWNED_BY);
  }

  /** Groups and those reached from them by a relation, level by level; circles end by themselves. */
  async #groupsFrom(
    refs: string[],
    relation: string,
  ): Promise<Map<string, Entity>> {
    const groups = new Map<string, Entity>();
    const seen = new Set(refs);
    for (let level = refs; level.length > 0; ) {
      const found = await this.#lookups.byRefs(level, ['kind', 'relations']);
      level = [];
      for (const [ref, entity] of found) {
        groups.set(ref, entity);
        for (const next of targets(entity, relation, 'group')) {
          if (!seen.has(next)) {
            seen.add(next);
            level.push(next);
          }
        }
      }
      if (seen.size > MOST_GROUPS) {
        throw new Error(`More than ${MOST_GROUPS} groups hang together here`);
      }
    }
    return groups;
  }
}

function targets(entity: Entity, relation: string, kind?: string): string[] {
  const refs = (entity.relations ?? [])
    .filter(({ type }) => type === relation)
    .map(({ targetRef }) => targetRef.toLocaleLowerCase('en-US'));
  return [...new Set(refs)].filter(ref => !kind || isKind(ref, kind));
}

function nameOf(user: Entity): string {
  const profile = user.spec?.profile as { displayName?: string } | undefined;
  return profile?.displayName || user.metadata.title || user.metadata.name;
}

/** The readable part of a ref, for when nothing better is known. */
export function bareName(ref: string): string {
  return parseEntityRef(ref).name;
}
