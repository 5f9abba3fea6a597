import { PermissionCriteria } from '@backstage/plugin-permission-common';
import { Knex } from 'knex';
import { PolicyFilter, whereCriteria } from '../permissions';

/** Which versions a reader may see. */
export type Visible = 'all' | 'none' | PermissionCriteria<PolicyFilter>;

/** Keeps the versions that a reader may see. */
export function whereVisible(query: Knex.QueryBuilder, visible: Visible): void {
  if (visible === 'none') {
    query.whereRaw('1 = 0');
  } else if (visible !== 'all') {
    query.where(part => whereCriteria(part, visible, whereFilter));
  }
}

function whereFilter(query: Knex.QueryBuilder, filter: PolicyFilter): void {
  switch (filter.where) {
    case 'key':
      query.whereIn('key', filter.keys);
      break;
    case 'owner':
      query.whereNotNull('owner').whereIn('owner', filter.refs);
      break;
    default:
      query.where('status', 'active');
  }
}
