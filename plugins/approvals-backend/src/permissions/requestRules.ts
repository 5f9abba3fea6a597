import {
  createPermissionResourceRef,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import {
  normaliseRef,
  RESOURCE_TYPE_REQUEST,
} from '@countersign/backstage-plugin-approvals-common';
import { z } from 'zod';

/** What the rules need to know of one request. */
export type RequestFacts = {
  requester: string;
  /** The service that asked, when one did. */
  service?: string;
  policyKey: string;
  /** Owner of the version of the policy that the request follows. */
  policyOwner?: string;
  subjectType: string;
  /** Owners of the subject's entity, as they were when the request was made. */
  owners: string[];
  /** Everybody seated or observing, now or before, and everybody who decided. */
  people: string[];
  /** Who may act for one of the seated now. */
  delegates: string[];
};

/** One condition on requests, as the store turns it into SQL. */
export type RequestFilter =
  | { where: 'requester'; refs: string[] }
  | { where: 'service'; subject: string }
  | { where: 'part'; ref: string }
  | { where: 'policy'; keys: string[] }
  | { where: 'policyOwner'; refs: string[] }
  | { where: 'subjectType'; types: string[] }
  | { where: 'owner'; refs: string[] };

/** The resource of request permissions. */
export const requestResourceRef = createPermissionResourceRef<
  RequestFacts,
  RequestFilter
>().with({ pluginId: 'approvals', resourceType: RESOURCE_TYPE_REQUEST });

const refs = z.array(z.string()).max(2_000);

/** Refs come from tokens and permission policies, in any spelling; requests hold the one. */
const spelled = (ref: string) => normaliseRef(ref) ?? ref;

/** As policies spell their owners: without a kind it is a group. */
const spelledOwner = (ref: string) => normaliseRef(ref, 'group') ?? ref;

const isRequester = createPermissionRule({
  name: 'IS_REQUESTER',
  description: 'Allow requests that were made by one of these people',
  resourceRef: requestResourceRef,
  paramsSchema: z.object({ refs }),
  apply: (request, params) =>
    params.refs.map(spelled).includes(request.requester),
  toQuery: params => ({ where: 'requester', refs: params.refs.map(spelled) }),
});

const isPart = createPermissionRule({
  name: 'IS_PART',
  description:
    'Allow requests in which this person is or was seated or observing, has decided, or is a delegate while the window is open',
  resourceRef: requestResourceRef,
  paramsSchema: z.object({ ref: z.string() }),
  apply: (request, { ref }) =>
    [...request.people, ...request.delegates].includes(spelled(ref)),
  toQuery: ({ ref }) => ({ where: 'part', ref: spelled(ref) }),
});

const hasPolicy = createPermissionRule({
  name: 'HAS_POLICY',
  description: 'Allow requests under one of these policies',
  resourceRef: requestResourceRef,
  paramsSchema: z.object({ keys: z.array(z.string()).max(2_000) }),
  apply: (request, { keys }) => keys.includes(request.policyKey),
  toQuery: ({ keys }) => ({ where: 'policy', keys }),
});

const ownsPolicy = createPermissionRule({
  name: 'OWNS_POLICY',
  description:
    'Allow requests under versions of policies that are owned by one of these',
  resourceRef: requestResourceRef,
  paramsSchema: z.object({ refs }),
  apply: ({ policyOwner }, params) =>
    policyOwner !== undefined &&
    params.refs.map(spelledOwner).includes(policyOwner),
  toQuery: params => ({
    where: 'policyOwner',
    refs: params.refs.map(spelledOwner),
  }),
});

const hasSubjectType = createPermissionRule({
  name: 'HAS_SUBJECT_TYPE',
  description: 'Allow requests for one of these kinds of subject',
  resourceRef: requestResourceRef,
  paramsSchema: z.object({ types: z.array(z.string()).max(2_000) }),
  apply: (request, { types }) => types.includes(request.subjectType),
  toQuery: ({ types }) => ({ where: 'subjectType', types }),
});

const ownsEntity = createPermissionRule({
  name: 'OWNS_ENTITY',
  description:
    "Allow requests whose subject's entity was owned by one of these when the request was made",
  resourceRef: requestResourceRef,
  paramsSchema: z.object({ refs }),
  apply: (request, params) =>
    params.refs.some(ref => request.owners.includes(spelled(ref))),
  toQuery: params => ({ where: 'owner', refs: params.refs.map(spelled) }),
});

/** The conditional rules on requests. */
export const requestRules = {
  isRequester,
  isPart,
  hasPolicy,
  ownsPolicy,
  hasSubjectType,
  ownsEntity,
};
