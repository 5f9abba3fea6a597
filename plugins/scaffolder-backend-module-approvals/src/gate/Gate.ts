import { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import {
  ApprovalsClient,
  ApprovalsError,
  Request,
} from '@countersign/backstage-plugin-approvals-common';
import { ApprovalsApi } from '../approvalsApi';
import { KIND, parseExecutionId } from '../execution';
import { Settings } from '../settings';
import { Asker } from './Asker';
import { GateError } from './GateError';
import { GateInput, RequestInput, WaitInput } from './gateInput';
import { initiatorOf, takePass } from './pass';
import { unreadiness } from './preconditions';
import { StepContext } from './StepContext';
import { reached } from './unreachable';
import {
  isPending,
  Outcome,
  outcomeOf,
  pending,
  rejected,
  secretsNeeded,
} from './verdict';
import { linkTo, plain } from './words';

type Services = {
  api: ApprovalsApi;
  auth: AuthService;
  asker: Asker;
  settings: Settings;
  /** For those who run the backend. */
  logger: LoggerService;
};

/**
 * Lets a task go on with an approval, or parks it by throwing: the task then
 * holds no worker and asks the database for nothing. What resumes it runs the
 * step again.
 */
export class Gate {
  readonly #services: Services;

  constructor(services: Services) {
    this.#services = services;
  }

  /** Asks, and goes on at once. @throws GateError */
  ask(ctx: StepContext, input: RequestInput): Promise<Request> {
    return reached(this.#services.logger, () =>
      this.#services.asker.ask(ctx, input),
    );
  }

  /** Asks, and goes on with the approval. @throws GateError ApprovalPending while there is none */
  pass(
    ctx: StepContext,
    { onRejected, ...asked }: GateInput,
  ): Promise<Outcome> {
    return reached(this.#services.logger, async () => {
      const request = await this.#services.asker.ask(ctx, asked);
      await this.#settle(ctx, [request], onRejected);
      return outcomeOf(request);
    });
  }

  /** Goes on with approvals that this run has asked for. @throws GateError ApprovalPending while one is missing */
  wait(
    ctx: StepContext,
    { requests: ids, onRejected }: WaitInput,
  ): Promise<Outcome[]> {
    return reached(this.#services.logger, async () => {
      const client = this.#services.api({ signal: ctx.signal });
      const requests: Request[] = [];
      for (const id of new Set(ids)) {
        requests.push(await ownRequest(client, ctx, id));
      }
      await this.#settle(ctx, requests, onRejected);
      return requests.map(outcomeOf);
    });
  }

  /** Ends as soon as one cannot be approved any more; takes passes only when none is pending. */
  async #settle(
    ctx: StepContext,
    requests: Request[],
    onRejected: 'fail' | 'continue',
  ): Promise<void> {
    const { api, auth, settings } = this.#services;
    const { portal } = settings;
    const refused = requests.find(
      request => !isPending(request) && request.status !== 'approved',
    );
    if (refused && onRejected === 'fail') {
      throw rejected(portal, refused);
    }
    const waiting = requests.filter(isPending);
    if (waiting.length > 0) {
      const why = await unreadiness(settings, ctx);
      throw why === undefined
        ? pending(portal, waiting)
        : new GateError('GateNotReady', why);
    }
    const initiator = initiatorOf(auth, await ctx.getInitiatorCredentials());
    // All of them before the first pass is taken: who may not go on takes none.
    for (const request of requests) {
      refuseOther(portal, request, initiator);
      const missing = (request.execution?.secrets ?? []).filter(
        name => !(ctx.secrets ?? {})[name],
      );
      if (missing.length > 0) {
        throw secretsNeeded(portal, request, missing);
      }
    }
    const client = api({ signal: ctx.signal });
    for (const request of requests) {
      if (request.status === 'approved') {
        await takePass({ client, portal }, request, initiator);
      }
    }
  }
}

/**
 * The engine says so too when a pass is taken; after a refusal there is none,
 * and before it is said here so that nobody else is asked for secrets.
 */
function refuseOther(
  portal: string,
  request: Request,
  initiator: string | undefined,
): void {
  const isMeant =
    initiator === undefined
      ? goesOnAlone(request)
      : initiator === request.requester;
  if (!isMeant) {
    throw new GateError(
      initiator === undefined ? 'RequesterNeeded' : 'ApprovalNotYours',
      `${linkTo(portal, request)} was asked for by ${plain(
        request.requester,
      )}, who has to resume this run: not ${
        initiator === undefined ? 'a service' : plain(initiator)
      }.`,
    );
  }
}

/** Whether a service may let a run go on: it has no secrets of anybody. */
function goesOnAlone({ resumeAs, execution }: Request): boolean {
  return resumeAs === 'service' && (execution?.secrets ?? []).length === 0;
}

/** A request that an earlier step of the same run has made. */
async function ownRequest(
  client: ApprovalsClient,
  { task }: StepContext,
  id: string,
): Promise<Request> {
  const request = await client
    .getRequest({ params: { id } })
    .catch(error =>
      error instanceof ApprovalsError && error.status === 404
        ? undefined
        : Promise.reject(error),
    );
  const { kind, id: made = '' } = request?.execution ?? {};
  if (!request || kind !== KIND || parseExecutionId(made)?.taskId !== task.id) {
    throw new GateError(
      'GateInputRefused',
      `requests: '${plain(
        id,
      )}' is no request that this run has made with approval:request`,
    );
  }
  return request;
}
