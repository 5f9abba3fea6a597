import { Request } from '@countersign/backstage-plugin-approvals-common';
import { GateError } from './GateError';
import { linkTo, listed, plain, quoted } from './words';

/** What a decided request tells the steps behind it. */
export type Outcome = {
  requestId: string;
  status: string;
  /** User refs of those who approved in the last round, those acted for included. */
  approvers: string[];
  comments: { by: string; decision: string; comment: string }[];
  decidedAt: string;
};

/** What there is to say of a request that has ended. */
export function outcomeOf(request: Request): Outcome {
  const approvers = new Set<string>();
  const comments: Outcome['comments'] = [];
  for (const { by, onBehalfOf, decision, comment } of decisionsOf(request)) {
    if (decision === 'approve') {
      [by, onBehalfOf].filter(isThere).forEach(ref => approvers.add(ref));
    }
    if (comment) {
      comments.push({ by, decision, comment });
    }
  }
  return {
    requestId: request.id,
    status: request.status,
    approvers: [...approvers],
    comments,
    decidedAt: request.completedAt ?? '',
  };
}

/** What was decided in the last round. */
function decisionsOf({ stages, round }: Request) {
  return stages
    .filter(stage => stage.round === round)
    .flatMap(({ tasks }) => tasks.map(({ decision }) => decision))
    .filter(isThere);
}

function isThere<T>(value: T | undefined): value is T {
  return value !== undefined;
}

/** Whether somebody still has to decide, or the requester to answer. */
export function isPending({ status }: Pick<Request, 'status'>): boolean {
  return status === 'in_review' || status === 'changes_requested';
}

/** What parks a task: nothing has gone wrong. */
export function pending(portal: string, requests: Request[]): GateError {
  const links = listed(requests.map(request => linkTo(portal, request)));
  const verb = requests.length > 1 ? 'wait' : 'waits';
  const stages = requests
    .flatMap(({ stages: all }) => all)
    .filter(({ status }) => ['resolving', 'active', 'held'].includes(status))
    .map(({ name }) => plain(name));
  const by = stages.length > 0 ? ` (${listed([...new Set(stages)])})` : '';
  const asked = requests.some(({ status }) => status === 'changes_requested')
    ? ' Changes were asked for: answer them there.'
    : '';
  return new GateError(
    'ApprovalPending',
    `${links} ${verb} for approval${by}.${asked} This run goes on from here once it is approved.`,
  );
}

const ENDINGS: Record<string, string> = {
  rejected: 'was rejected',
  withdrawn: 'was withdrawn',
  cancelled: 'was cancelled',
  expired: 'expired: nobody decided in time',
};

/** What ends a task whose request was not approved. */
export function rejected(portal: string, request: Request): GateError {
  const ending = ENDINGS[request.status] ?? `is ${request.status}`;
  const said = outcomeOf(request).comments.find(
    ({ decision }) => decision === 'reject',
  );
  const words = said ? ` “${quoted(said.comment)}”` : '';
  return new GateError(
    'ApprovalRejected',
    `${linkTo(
      portal,
      request,
    )} ${ending}.${words} Nothing behind this step has run.`,
  );
}

/** What stops a task that would do something else than what was asked for. */
export function mismatch(
  portal: string,
  request: Request,
  isEach: boolean,
): GateError {
  return new GateError(
    'ApprovalMismatch',
    `${linkTo(
      portal,
      request,
    )} was asked for something else than what this step would do now: ${
      isEach
        ? 'give each iteration of the step a `key` of its own, or see what changed between'
        : 'a value changed between'
    }. Run the template again.`,
  );
}

/** What stops a task that lacks the secrets it began with. */
export function secretsNeeded(
  portal: string,
  request: Request,
  names: string[],
): GateError {
  return new GateError(
    'SecretsNeeded',
    `${linkTo(portal, request)} is ${
      request.status
    }. To go on, this run needs again what was typed in as ${listed(
      names.map(plain),
    )}: resume it from the page of the request.`,
  );
}
