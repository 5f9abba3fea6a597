import { PermissionCriteria } from '@backstage/plugin-permission-common';
import { Knex } from 'knex';

/**
 * Adds a tree of permission criteria to a query, each leaf by `apply`.
 */
export function whereCriteria<TFilter extends object>(
  query: Knex.QueryBuilder,
  criteria: PermissionCriteria<TFilter>,
  apply: (query: Knex.QueryBuilder, filter: TFilter) => void,
): void {
  if ('allOf' in criteria) {
    query.andWhere(all => {
      for (const part of criteria.allOf) {
        all.andWhere(one => whereCriteria(one, part, apply));
      }
    });
  } else if ('anyOf' in criteria) {
    query.andWhere(any => {
      for (const part of criteria.anyOf) {
        any.orWhere(one => whereCriteria(one, part, apply));
      }
    });
  } else if ('not' in criteria) {
    query.whereNot(none => whereCriteria(none, criteria.not, apply));
  } else {
    apply(query, criteria);
  }
}
