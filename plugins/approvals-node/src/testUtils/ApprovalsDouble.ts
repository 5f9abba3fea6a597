import {
  ApprovalsError,
  ERROR_STATUS,
  ErrorCode,
  Execution,
  Pass,
  Request,
  viewerActionNames,
} from '@countersign/backstage-plugin-approvals-common';
import { approvalDigest } from '../approvalDigest';
import { VerifyingClient } from '../verify/verifyApproval';

/** What a request in the double is; the rest is usual. */
export type DoubleRequest = {
  /** The run that asked. */
  execution: Execution;
  policyKey?: string;
  subject?: Request['subject'];
  context?: Record<string, unknown>;
  requester?: string;
  status?: Request['status'];
  approvers?: string[];
  /** UTC with milliseconds: until when it may be acted on. */
  expiresAt?: string;
  /** Its policy lets a service go on with it. */
  goesOnAlone?: boolean;
};

const AT = '2026-11-24T09:00:00.000Z';

/**
 * Stands in for the approvals API in tests of actions that verify approvals:
 * requests are as the test says, and their passes are used once.
 */
export class ApprovalsDouble {
  readonly #requests = new Map<string, Request>();
  readonly #alone = new Set<string>();

  /** To be given to `verifyApproval`. */
  readonly client: VerifyingClient = {
    getRequest: async ({ params }) => this.#get(`${params.id}`),
    consumePass: async ({ params, body }) =>
      this.#consume(this.#get(`${params.id}`), body),
  };

  /** Adds a request, approved unless said otherwise, and gives its id. */
  add(given: DoubleRequest): string {
    const id = `019ac000-0000-7000-8000-${`${this.#requests.size}`.padStart(
      12,
      '0',
    )}`;
    this.#requests.set(id, requestOf(id, given));
    if (given.goesOnAlone) {
      this.#alone.add(id);
    }
    return id;
  }

  /** Takes an approval back. */
  revoke(id: string): void {
    const request = this.#get(id);
    this.#requests.set(id, {
      ...request,
      pass: request.pass && { ...request.pass, status: 'revoked' },
    });
  }

  /** The run that holds the pass of a request. */
  consumerOf(id: string): string | undefined {
    return this.#get(id).pass?.consumer;
  }

  #get(id: string): Request {
    return this.#requests.get(id) ?? refuse('NOT_FOUND');
  }

  #consume(
    request: Request,
    asked: {
      consumer: string;
      policyKey: string;
      digest: string;
      initiator?: string;
    },
  ): Pass {
    const { id, pass, requester } = request;
    const isLetOn = asked.initiator
      ? asked.initiator === requester
      : this.#alone.has(id);
    if (!isLetOn) {
      return refuse('NOT_ALLOWED');
    }
    if (!pass) {
      return refuse('NO_PASS');
    }
    if (pass.digest !== asked.digest || pass.policyKey !== asked.policyKey) {
      return refuse('DIGEST_MISMATCH');
    }
    if (pass.status === 'consumed' && pass.consumer !== asked.consumer) {
      return refuse('PASS_CONSUMED');
    }
    if (pass.status === 'revoked') {
      return refuse('PASS_REVOKED');
    }
    const consumed: Pass = {
      ...pass,
      status: 'consumed',
      consumer: asked.consumer,
      initiator: asked.initiator,
      consumedAt: pass.consumedAt ?? AT,
    };
    this.#requests.set(id, { ...request, pass: consumed });
    return consumed;
  }
}

function refuse(code: ErrorCode): never {
  throw new ApprovalsError(ERROR_STATUS[code], {
    error: { code, message: code },
  });
}

function requestOf(id: string, given: DoubleRequest): Request {
  const {
    execution,
    policyKey = 'example',
    subject = { type: 'example', id: 'example-1', title: 'An example' },
    context = {},
    requester = 'user:default/alice',
    status = 'approved',
    approvers = ['user:default/bob'],
    expiresAt,
  } = given;
  const digest = approvalDigest(policyKey, subject, context);
  const shared = { round: 1, context, digest };
  return {
    ...shared,
    id,
    status,
    policy: { key: policyKey, version: 1, name: 'Example' },
    subject,
    requester,
    createdAt: AT,
    completedAt: AT,
    rounds: [{ ...shared, submittedBy: requester, submittedAt: AT }],
    involved: [],
    execution,
    stages: [stageOf(id, approvers)],
    pass:
      status === 'approved'
        ? {
            requestId: id,
            policyKey,
            digest,
            status: 'open',
            createdAt: AT,
            expiresAt,
          }
        : undefined,
    viewer: {
      parts: [],
      actions: Object.fromEntries(
        viewerActionNames.map(name => [name, { allowed: false }]),
      ) as Request['viewer']['actions'],
    },
  };
}

function stageOf(requestId: string, approvers: string[]): Request['stages'][0] {
  return {
    index: 0,
    name: 'Review',
    round: 1,
    status: 'approved',
    approved: approvers.length,
    missing: [],
    overdue: false,
    tasks: approvers.map((person, index) => ({
      id: `${requestId.slice(0, -4)}${1000 + index}`,
      requestId,
      round: 1,
      stage: 0,
      person,
      kind: 'approver',
      status: 'decided',
      origin: 'rule',
      rules: [0],
      decision: { decision: 'approve', by: person, at: AT },
    })),
  } as unknown as Request['stages'][0];
}
