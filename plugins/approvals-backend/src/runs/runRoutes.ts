import { operations } from '@countersign/backstage-plugin-approvals-common';
import { Route } from '../http';
import { RunViews } from './RunViews';

/** The route of what runs after an approval. */
export function addRunRoutes(
  route: Route,
  { views }: { views: RunViews },
): void {
  route(operations.getRequestRun, ({ caller, params }) =>
    views.get(caller, params.id),
  );
}
