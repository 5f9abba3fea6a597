import { operations } from '@countersign/backstage-plugin-approvals-common';
import { Route } from '../http';
import { RuleTypeRegistry } from './RuleTypeRegistry';

/** Lays the route that describes the rule types to editors. */
export function addRuleTypeRoutes(
  route: Route,
  registry: RuleTypeRegistry,
): void {
  route(operations.listRuleTypes, async () => ({ items: registry.list() }));
}
