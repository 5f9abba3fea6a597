import {
  createPermissionResourceRef,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import {
  normaliseRef,
  RESOURCE_TYPE_POLICY,
} from '@countersign/backstage-plugin-approvals-common';
import { z } from 'zod';

/** What the rules need to know of one version of a policy. */
export type PolicyFacts = {
  key: string;
  owner?: string;
  isActive: boolean;
};

/** One condition on versions of policies, as the store turns it into SQL. */
export type PolicyFilter =
  | { where: 'key'; keys: string[] }
  | { where: 'owner'; refs: string[] }
  | { where: 'active' };

/**
 * The resource of policy permissions: a version. A policy is seen by whoever
 * sees one of its versions, with the versions that they see.
 */
export const policyResourceRef = createPermissionResourceRef<
  PolicyFacts,
  PolicyFilter
>().with({ pluginId: 'approvals', resourceType: RESOURCE_TYPE_POLICY });

/** Refs come from tokens and permission policies, in any spelling; definitions hold the one. */
const spelled = (ref: string) => normaliseRef(ref, 'group') ?? ref;

const hasKey = createPermissionRule({
  name: 'HAS_KEY',
  description: 'Allow policies with one of these keys',
  resourceRef: policyResourceRef,
  paramsSchema: z.object({ keys: z.array(z.string()).max(2_000) }),
  apply: (policy, { keys }) => keys.includes(policy.key),
  toQuery: ({ keys }) => ({ where: 'key', keys }),
});

const isPolicyOwner = createPermissionRule({
  name: 'IS_POLICY_OWNER',
  description: 'Allow policies that are owned by one of these',
  resourceRef: policyResourceRef,
  paramsSchema: z.object({ refs: z.array(z.string()).max(2_000) }),
  apply: ({ owner }, { refs }) =>
    owner !== undefined && refs.map(spelled).includes(owner),
  toQuery: ({ refs }) => ({ where: 'owner', refs: refs.map(spelled) }),
});

const isActive = createPermissionRule<typeof policyResourceRef>({
  name: 'IS_ACTIVE',
  description: 'Allow the versions of policies that are in force',
  resourceRef: policyResourceRef,
  apply: policy => policy.isActive,
  toQuery: () => ({ where: 'active' }),
});

/** The conditional rules on policies. */
export const policyRules = { hasKey, isPolicyOwner, isActive };
