import {
  mockCredentials,
  mockServices,
  TestDatabaseId,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { createPermissionIntegrationRouter } from '@backstage/plugin-permission-node';
import {
  PolicyDefinition,
  policyDefinition,
  PolicyDefinitionInput,
} from '@countersign/backstage-plugin-approvals-common';
import { createRuleType } from '@countersign/backstage-plugin-approvals-node';
import { v7 as newId } from 'uuid';
import { z } from 'zod';
import { sharedDatabase } from '../../database/__testUtils__/testDatabases';
import { History, HistoryStore } from '../../history';
import { Caller, notFound } from '../../http';
import {
  coreRuleTypes,
  DelegationService,
  DelegationStore,
  Directory,
  PeopleService,
  RuleTypeRegistry,
} from '../../people';
import {
  component,
  group,
  user,
} from '../../people/__testUtils__/catalogEntities';
import { Access, policyResourceRef, policyRules } from '../../permissions';
import { Sandbox } from '../../sandbox';
import { createPolicies } from '../createPolicies';
import { PinnedDefinitions } from '../PinnedDefinitions';

const platform = ['bob', 'carol', 'dave'];

const entities = [
  ...['alice', 'erin', 'owen', 'vera', 'nobody'].map(name => user(name)),
  ...platform.map(name => user(name, ['platform'])),
  group('platform', { members: platform }),
  group('empty'),
  component('billing', ['user:default/dave']),
];

const resourceType = policyResourceRef.resourceType;
const ALL: PolicyDecision = { result: AuthorizeResult.ALLOW };
const NONE: PolicyDecision = { result: AuthorizeResult.DENY };
const when = (rule: string, params: object = {}): PolicyDecision => ({
  result: AuthorizeResult.CONDITIONAL,
  pluginId: 'approvals',
  resourceType,
  conditions: { rule, resourceType, params: { ...params } },
});
const OWN = when('IS_POLICY_OWNER', { refs: ['group:default/platform'] });

/** Read, write, activate: by the name of who asks. */
const RIGHTS: Record<string, [PolicyDecision, PolicyDecision, PolicyDecision]> =
  {
    erin: [ALL, ALL, ALL],
    vera: [ALL, NONE, NONE],
    alice: [when('IS_ACTIVE'), NONE, NONE],
    owen: [when('IS_ACTIVE'), OWN, OWN],
    nobody: [NONE, NONE, NONE],
  };

/** A person who calls, in a session of their own unless something acts for them. */
export function caller(name: string, actor?: string): Caller {
  const ref = `user:default/${name}`;
  return { kind: 'user', ref, actor, credentials: mockCredentials.user(ref) };
}

/** A definition with one stage in which one of the platform group decides, less what is given. */
export function definition(
  given: Partial<PolicyDefinitionInput> = {},
): PolicyDefinition {
  return policyDefinition.parse({
    key: 'demo',
    name: 'Demo',
    subjectType: 'demo',
    stages: [
      {
        name: 'Review',
        approvers: [{ type: 'group', group: 'platform' }],
      },
    ],
    ...given,
  });
}

function testAccess(): Access {
  const rules = createPermissionIntegrationRouter({
    resourceType,
    rules: Object.values(policyRules),
  });
  return new Access({
    permissions: mockServices.permissions.mock({
      authorizeConditional: async (_, options) => {
        const { principal } = (options as { credentials: unknown })
          .credentials as ReturnType<typeof mockCredentials.user>;
        return RIGHTS[principal.userEntityRef.split('/')[1]];
      },
    }),
    registry: {
      ...mockServices.permissionsRegistry.mock(),
      getPermissionRuleset: ref => rules.getPermissionRuleset(ref),
    },
    enabled: true,
  });
}

/** Rooms of policies on a database of their own, at a time that tests move. */
export async function policyWorld(id: TestDatabaseId, sandbox: Sandbox) {
  const database = await sharedDatabase(id);
  const clock = { now: '2026-11-24T09:00:00.000Z' };
  const now = () => clock.now;
  const history = new History({ store: new HistoryStore(database) });
  const catalog = catalogServiceMock({ entities });
  const directory = new Directory({ catalog, auth: mockServices.auth() });
  const ruleTypes = new RuleTypeRegistry();
  ruleTypes.addRuleType(
    ...coreRuleTypes({ directory, sandbox }),
    createRuleType({
      type: 'role',
      title: 'Role',
      description: 'People of a role',
      schema: z.strictObject({ role: z.string().min(1) }),
      resolve: async () => ['user:default/dave'],
    }),
  );
  const logger = mockServices.logger.mock();
  const people = new PeopleService({
    registry: ruleTypes,
    directory,
    sandbox,
    logger,
  });
  const delegations = new DelegationService({
    database,
    store: new DelegationStore(database),
    history,
    people,
    access: { may: async () => true },
    now,
    newId,
    newSalt: () => '5a'.repeat(32),
  });
  const services = createPolicies({
    database,
    history,
    access: testAccess(),
    ruleTypes,
    sandbox,
    directory,
    people,
    delegations,
    now,
    newId,
    pastRequest: async ({ ref }, requestId) => {
      if (ref !== 'user:default/erin' || requestId !== PAST_REQUEST) {
        throw notFound();
      }
      return {
        requester: 'user:default/bob',
        subject: { type: 'demo', id: 'past', title: 'Past' },
        context: { environment: 'prod' },
      };
    },
  });
  const definitions = new PinnedDefinitions({ database });
  return {
    ...services,
    definitions,
    database,
    catalog,
    clock,
    history,
    delegations,
  };
}

/** A request that Erin may see. */
export const PAST_REQUEST = '019ac000-0000-7000-8000-000000000001';
