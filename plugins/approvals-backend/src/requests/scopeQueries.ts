import { Knex } from 'knex';
import { DelegationRow, PolicyRow, tables } from '../database';
import { RequestScope } from './requestConditions';

/**
 * One way in which a request can be within a scope: by a condition, because it
 * follows certain versions, or because somebody has a part in it.
 */
export type Alternative =
  | { scope: RequestScope }
  | { versions: [key: string, version: number][] }
  | { person: string; part: string; policyKeys?: string[] };

const OWN_PARTS = ['approver', 'observer', 'decided'];

/**
 * Takes a scope apart: a request is within it when it is within one of these,
 * and each of them has an index of its own. In one condition with "or" between
 * them, a database has to look at every request; and of a condition that names
 * other tables it does not know how many it will find.
 */
export async function alternativesOf(
  knex: Knex,
  scope: RequestScope,
  now: string,
): Promise<Alternative[]> {
  if (typeof scope === 'string') {
    return [{ scope }];
  }
  if ('anyOf' in scope) {
    const parts = await Promise.all(
      scope.anyOf.map(part => alternativesOf(knex, part, now)),
    );
    return parts.flat();
  }
  if ('where' in scope && scope.where === 'part') {
    return partOf(knex, scope.ref, now);
  }
  if ('where' in scope && scope.where === 'policyOwner') {
    return ownedBy(knex, scope.refs);
  }
  return [{ scope }];
}

/** What somebody has or had a part in, and what they may decide for others now. */
async function partOf(
  knex: Knex,
  ref: string,
  now: string,
): Promise<Alternative[]> {
  const running: Pick<DelegationRow, 'delegator' | 'policy_keys'>[] =
    await knex(tables.delegations)
      .where('delegate', ref)
      .whereNull('ended_at')
      .where('start_at', '<=', now)
      .where('end_at', '>', now)
      .select('delegator', 'policy_keys');
  return [
    ...OWN_PARTS.map(part => ({ person: ref, part })),
    ...running.map(({ delegator, policy_keys: keys }) => ({
      person: delegator,
      part: 'approver',
      policyKeys: keys === null ? undefined : JSON.parse(keys),
    })),
  ];
}

async function ownedBy(knex: Knex, refs: string[]): Promise<Alternative[]> {
  const rows: Pick<PolicyRow, 'key' | 'version'>[] = await knex(tables.policies)
    .whereIn('owner', refs)
    .select('key', 'version');
  return rows.length === 0
    ? []
    : [{ versions: rows.map(({ key, version }) => [key, version]) }];
}
