import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  ApprovalsClient,
  ApprovalsError,
  ErrorCode,
  normaliseRef,
  Request,
  Subject,
} from '@countersign/backstage-plugin-approvals-common';
import { approvalDigest } from '../approvalDigest';
import { ApprovalRefusal, ApprovalRefused } from './ApprovalRefused';

/** What runs now and is about to change something. */
export type RunningNow = {
  /** The kind of its executions: `scaffolder`. */
  kind: string;
  /** How the ids of its executions begin: of a template's task `<task id>/`. */
  idPrefix: string;
  /**
   * Who let it go on: a user ref, or the credentials that it runs with.
   * Undefined, or credentials of a service: a service did.
   */
  initiator: string | BackstageCredentials | undefined;
};

/** What is about to be done, as it was asked for; what is left out is not compared. */
export type AboutToDo = {
  policyKey?: string;
  subject?: Subject;
  context?: Record<string, unknown>;
};

/** An approval that covers what is about to be done. */
export type VerifiedApproval = {
  requestId: string;
  policyKey: string;
  subject: Subject;
  /** The facts as they were approved: act on these. */
  context: Record<string, unknown>;
  /** SHA-256, hex, of policy key, subject and context. */
  digest: string;
  requester: string;
  /** Who approved in the last round; nobody where all stages were skipped or a deadline approved. */
  approvers: string[];
  /** UTC with milliseconds. */
  decidedAt: string;
};

/** What of the API is used. */
export type VerifyingClient = Pick<
  ApprovalsClient,
  'getRequest' | 'consumePass'
>;

/**
 * Makes sure that what is about to be done was approved, for exactly this run,
 * and takes the pass, or the one that the run holds already: call it at the
 * beginning of whatever changes something, each time that it runs.
 *
 * @param options.client - of the plugin that asked for the approval
 * @param options.now - milliseconds; the clock's when left out
 * @throws ApprovalRefused when there is no approval for it
 * @throws ApprovalsError when the API cannot be reached: try again
 */
export async function verifyApproval(options: {
  client: VerifyingClient;
  requestId: string;
  run: RunningNow;
  about?: AboutToDo;
  now?: number;
  signal?: AbortSignal;
}): Promise<VerifiedApproval> {
  const { client, requestId, run, about = {}, signal } = options;
  const initiator = initiatorOf(requestId, run.initiator);
  const request = await client
    .getRequest({ params: { id: requestId }, signal })
    .catch(error => {
      throw refusalOf(requestId, error);
    });
  const refusal =
    otherRun(request, run) ??
    notValid(request, options.now ?? Date.now()) ??
    otherThing(request, about);
  if (refusal) {
    throw new ApprovalRefused(refusal[0], requestId, refusal[1]);
  }
  await client
    .consumePass({
      params: { id: requestId },
      body: {
        consumer: request.execution?.id ?? '',
        policyKey: request.policy.key,
        digest: request.digest,
        initiator,
      },
      signal,
    })
    .catch(error => {
      throw refusalOf(requestId, error);
    });
  return verified(request);
}

type Refusal = [ApprovalRefusal, string];

function otherRun(
  { execution }: Request,
  { kind, idPrefix }: RunningNow,
): Refusal | undefined {
  // An empty prefix begins everything.
  return execution?.kind === kind &&
    idPrefix !== '' &&
    execution.id.startsWith(idPrefix)
    ? undefined
    : [
        'other_run',
        'The approval was asked for by something else than this run',
      ];
}

function notValid({ status, pass }: Request, now: number): Refusal | undefined {
  if (status !== 'approved' || !pass) {
    return ['not_approved', `The request is not approved: it is ${status}`];
  }
  if (pass.status === 'revoked') {
    return ['revoked', 'The approval was revoked'];
  }
  const isOver =
    pass.status === 'over' ||
    (pass.expiresAt !== undefined && Date.parse(pass.expiresAt) <= now);
  return isOver
    ? ['over', 'The approval is too old to be acted on']
    : undefined;
}

function otherThing(request: Request, about: AboutToDo): Refusal | undefined {
  const { policy, digest, contextRemovedAt } = request;
  if (contextRemovedAt !== undefined) {
    return ['over', 'The facts that were approved are not kept any more'];
  }
  if (about.policyKey !== undefined && about.policyKey !== policy.key) {
    return ['other_thing', 'Something else was approved: under another policy'];
  }
  const subject = about.subject ?? request.subject;
  const context = about.context ?? request.context;
  return approvalDigest(policy.key, normalised(subject), context) === digest
    ? undefined
    : ['other_thing', 'What is about to be done is not what was approved'];
}

/** As the API takes it in. */
function normalised(subject: Subject): Subject {
  const { entityRef } = subject;
  return entityRef === undefined
    ? subject
    : {
        ...subject,
        entityRef: normaliseRef(entityRef, 'component') ?? entityRef,
      };
}

function initiatorOf(
  requestId: string,
  initiator: RunningNow['initiator'],
): string | undefined {
  if (initiator === undefined || typeof initiator === 'string') {
    return initiator;
  }
  const principal = initiator.principal as {
    type?: string;
    userEntityRef?: string;
  };
  if (principal.type === 'user' && principal.userEntityRef) {
    return principal.userEntityRef;
  }
  if (principal.type === 'service') {
    return undefined;
  }
  throw new ApprovalRefused(
    'other_person',
    requestId,
    'Nobody knows who let this run go on',
  );
}

const REASONS: Partial<Record<ErrorCode, ApprovalRefusal>> = {
  NOT_FOUND: 'unknown',
  NOT_ALLOWED: 'other_person',
  TOKEN_NOT_ALLOWED: 'other_person',
  NO_PASS: 'not_approved',
  PASS_CONSUMED: 'used',
  PASS_EXPIRED: 'over',
  PASS_REVOKED: 'revoked',
  DIGEST_MISMATCH: 'other_thing',
};

function refusalOf(requestId: string, error: unknown): unknown {
  const reason = error instanceof ApprovalsError && REASONS[error.code];
  return reason
    ? new ApprovalRefused(reason, requestId, error.message, { cause: error })
    : error;
}

function verified(request: Request): VerifiedApproval {
  const { id, policy, subject, context, digest, requester } = request;
  const approvers = request.stages
    .filter(({ round }) => round === request.round)
    .flatMap(({ tasks }) => tasks)
    .flatMap(({ decision }) =>
      decision?.decision === 'approve' ? [decision.by] : [],
    );
  return {
    requestId: id,
    policyKey: policy.key,
    subject,
    context,
    digest,
    requester,
    approvers: [...new Set(approvers)],
    decidedAt: request.completedAt ?? request.createdAt,
  };
}
