import {
  BackstageServicePrincipal,
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  BasicPermission,
  Permission,
  PermissionCriteria,
  PolicyDecision,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  createConditionAuthorizer,
  createConditionTransformer,
  PermissionResourceRef,
} from '@backstage/plugin-permission-node';
import {
  auditReadPermission,
  delegationManagePermission,
  requestCancelPermission,
  requestCreatePermission,
  taskOverridePermission,
  taskReassignPermission,
  webhookManagePermission,
} from '@countersign/backstage-plugin-approvals-common';
import { Caller } from '../http';

/** What nobody may while permissions are switched off: there is no administrator then. */
const ADMINISTRATORS_ONLY: Permission[] = [
  taskOverridePermission,
  taskReassignPermission,
  requestCancelPermission,
  delegationManagePermission,
  webhookManagePermission,
  auditReadPermission,
];

/** How far a permission reaches: a test for one resource, criteria for a list. */
export type Scope<TResource, TFilter> = {
  admits(resource: TResource): boolean;
  criteria: 'all' | 'none' | PermissionCriteria<TFilter>;
};

const EVERYTHING = { admits: () => true, criteria: 'all' } as const;
const NOTHING = { admits: () => false, criteria: 'none' } as const;

/**
 * Answers what callers may do, by Backstage's permission framework and, for
 * services, by what their token's access restrictions name: Backstage itself
 * lets a service pass every check.
 */
export class Access {
  readonly #permissions: PermissionsService;
  readonly #registry: PermissionsRegistryService;
  readonly #enabled: boolean;

  constructor(options: {
    permissions: PermissionsService;
    registry: PermissionsRegistryService;
    /** `permission.enabled` of the configuration. */
    enabled: boolean;
  }) {
    this.#permissions = options.permissions;
    this.#registry = options.registry;
    this.#enabled = options.enabled;
  }

  /** True when the caller has a permission that is not about one resource. */
  async may(caller: Caller, permission: BasicPermission): Promise<boolean> {
    const ruled = this.#withoutFramework(caller, permission);
    if (ruled !== undefined) {
      return ruled || isDefaultOfServices(caller, permission);
    }
    const [decision] = await this.#permissions.authorize([{ permission }], {
      credentials: caller.credentials,
    });
    return decision.result === AuthorizeResult.ALLOW;
  }

  /** How far each of the permissions reaches for the caller, asked in one go. */
  async scopes<TResource, TFilter>(
    caller: Caller,
    resourceRef: PermissionResourceRef<TResource, TFilter>,
    permissions: ResourcePermission[],
  ): Promise<Scope<TResource, TFilter>[]> {
    const ruled = permissions.map(permission =>
      this.#withoutFramework(caller, permission),
    );
    if (ruled.every(answer => answer !== undefined)) {
      return ruled.map(answer => (answer ? EVERYTHING : NOTHING));
    }
    const decisions = await this.#permissions.authorizeConditional(
      permissions.map(permission => ({ permission })),
      { credentials: caller.credentials },
    );
    return decisions.map(decision => this.#toScope(resourceRef, decision));
  }

  #toScope<TResource, TFilter>(
    resourceRef: PermissionResourceRef<TResource, TFilter>,
    decision: PolicyDecision,
  ): Scope<TResource, TFilter> {
    if (decision.result === AuthorizeResult.ALLOW) {
      return EVERYTHING;
    }
    if (decision.result !== AuthorizeResult.CONDITIONAL) {
      return NOTHING;
    }
    const ruleset = this.#registry.getPermissionRuleset(resourceRef);
    const authorizer = createConditionAuthorizer<TResource>(ruleset);
    return {
      admits: resource => authorizer(decision, resource),
      criteria: createConditionTransformer<TFilter>(ruleset)(
        decision.conditions,
      ),
    };
  }

  /** The answer where the framework is not to be asked; undefined where it is. */
  #withoutFramework(
    caller: Caller,
    permission: Permission,
  ): boolean | undefined {
    if (caller.kind === 'service') {
      return isNamed(caller, permission);
    }
    if (!this.#enabled) {
      return !ADMINISTRATORS_ONLY.some(({ name }) => name === permission.name);
    }
    return undefined;
  }
}

function restrictionsOf(caller: Caller) {
  return (caller.credentials.principal as BackstageServicePrincipal)
    .accessRestrictions;
}

/** True when the token's access restrictions name the permission, or its action. */
function isNamed(caller: Caller, permission: Permission): boolean {
  const restrictions = restrictionsOf(caller);
  const names = restrictions?.permissionNames;
  const actions = restrictions?.permissionAttributes?.action;
  if (!names && !actions) {
    return false;
  }
  const { action } = permission.attributes;
  return (
    (!names || names.includes(permission.name)) &&
    (!actions || (action !== undefined && actions.includes(action)))
  );
}

/** A service whose token names no permissions may ask, and see what it asked for. */
function isDefaultOfServices(caller: Caller, permission: Permission): boolean {
  const restrictions = restrictionsOf(caller);
  return (
    caller.kind === 'service' &&
    !restrictions?.permissionNames &&
    !restrictions?.permissionAttributes &&
    permission.name === requestCreatePermission.name
  );
}
