import { PermissionCriteria } from '@backstage/plugin-permission-common';
import { Knex } from 'knex';
import { tables } from '../database';
import { RequestFilter, whereCriteria } from '../permissions';
import { searchWords } from './search';

/** Filters on requests that several lists share. */
export type RequestConditions = {
  requester?: string;
  subjectType?: string;
  subjectId?: string;
  entityRef?: string;
  q?: string;
};

/** Adds filters on the table `requests`, known as `r` in the query. */
export function whereRequest(
  query: Knex.QueryBuilder,
  conditions: RequestConditions,
): void {
  const { requester, subjectType, subjectId, entityRef, q } = conditions;
  if (requester) {
    query.where('r.requester', requester);
  }
  if (subjectType) {
    query.where('r.subject_type', subjectType);
  }
  if (subjectId) {
    query.where('r.subject_id', subjectId);
  }
  if (entityRef) {
    query.where('r.subject_entity_ref', entityRef);
  }
  for (const word of searchWords(q ?? '')) {
    query.where('r.search', 'like', `% ${word}%`);
  }
}

/** Which requests a caller sees. */
export type RequestScope = 'all' | 'none' | PermissionCriteria<RequestFilter>;

/** Keeps the requests, known as `r`, within the caller's scope. */
export function whereRequestScope(
  query: Knex.QueryBuilder,
  criteria: RequestScope,
  now: string,
): void {
  if (criteria === 'none') {
    query.whereRaw('1 = 0');
  } else if (criteria !== 'all') {
    whereCriteria(query, criteria, (part, filter) =>
      whereFilter(part, filter, now),
    );
  }
}

function whereFilter(
  query: Knex.QueryBuilder,
  filter: RequestFilter,
  now: string,
): void {
  switch (filter.where) {
    case 'requester':
      query.whereIn('r.requester', filter.refs);
      break;
    case 'service':
      query.where('r.service', filter.subject);
      break;
    case 'policy':
      query.whereIn('r.policy_key', filter.keys);
      break;
    case 'policyOwner':
      query.whereIn(['r.policy_key', 'r.policy_version'], versions =>
        versions
          .from(tables.policies)
          .select('key', 'version')
          .whereIn('owner', filter.refs),
      );
      break;
    case 'subjectType':
      query.whereIn('r.subject_type', filter.types);
      break;
    case 'owner':
      query.whereExists(sub =>
        sub
          .from(`${tables.requestPeople} as rp`)
          .whereRaw('rp.request_id = r.id')
          .where('rp.part', 'owner')
          .whereIn('rp.person', filter.refs),
      );
      break;
    default:
      wherePart(query, filter.ref, now);
  }
}

/** Seated or observing, now or before; has decided; delegate while the window is open. */
function wherePart(query: Knex.QueryBuilder, ref: string, now: string): void {
  query.where(part =>
    part
      .whereExists(sub =>
        sub
          .from(`${tables.requestPeople} as rp`)
          .whereRaw('rp.request_id = r.id')
          .where('rp.person', ref)
          .whereIn('rp.part', ['approver', 'observer', 'decided']),
      )
      .orWhereExists(sub =>
        sub
          .from(`${tables.delegations} as d`)
          .join(`${tables.requestPeople} as rp`, 'rp.person', 'd.delegator')
          .whereRaw('rp.request_id = r.id')
          .where('rp.part', 'approver')
          .where('d.delegate', ref)
          .whereNull('d.ended_at')
          .where('d.start_at', '<=', now)
          .where('d.end_at', '>', now)
          .whereRaw(
            `(d.policy_keys is null or replace(d.policy_keys, '"' || r.policy_key || '"', '') <> d.policy_keys)`,
          ),
      ),
  );
}
