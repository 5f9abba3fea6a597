import { operations } from '@countersign/backstage-plugin-approvals-common';
import { Route } from '../http';
import { DelegationService } from './DelegationService';

/** Lays the routes of delegations. */
export function addDelegationRoutes(
  route: Route,
  delegations: DelegationService,
): void {
  route(operations.listDelegations, ({ caller, query }) =>
    delegations.list(caller, query()),
  );
  route(operations.createDelegation, ({ caller, body, once }) =>
    delegations.create(caller, body, once),
  );
  route(operations.deleteDelegation, ({ caller, params }) =>
    delegations.end(caller, params.id),
  );
}
