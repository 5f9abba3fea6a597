import {
  ApprovalsClient,
  ApprovalsError,
  normaliseRef,
  Request,
} from '@countersign/backstage-plugin-approvals-common';
import { approvalDigest } from '@countersign/backstage-plugin-approvals-node';
import { ApprovalsApi } from '../approvalsApi';
import { executionId, KIND, sha256 } from '../execution';
import { Settings } from '../settings';
import { readTemplate } from '../templates/template';
import { FrozenTasks } from './FrozenTasks';
import { GateError } from './GateError';
import { RequestInput } from './gateInput';
import {
  faultsOf,
  refuseSecrets,
  templateRefused,
  unreadiness,
} from './preconditions';
import { secretNames } from './secrets';
import { StepContext } from './StepContext';
import { mismatch } from './verdict';
import { plain, quoted } from './words';

type Services = { api: ApprovalsApi; tasks: FrozenTasks; settings: Settings };

/** Makes the request of a step, or finds the one that it made before. */
export class Asker {
  readonly #services: Services;

  constructor(services: Services) {
    this.#services = services;
  }

  /**
   * The request for exactly this, made or found.
   *
   * @throws GateError when this cannot be asked for, or is not what was asked for
   */
  async ask(ctx: StepContext, input: RequestInput): Promise<Request> {
    const { api, tasks, settings } = this.#services;
    const why = await unreadiness(settings, ctx);
    if (why !== undefined) {
      throw new GateError('GateNotReady', `${why} Nobody was asked.`);
    }
    const { spec } = await tasks.get(ctx.task.id);
    const { steps, EXPERIMENTAL_recovery } = spec;
    const template = readTemplate({ spec: { steps, EXPERIMENTAL_recovery } });
    refuseSecrets(ctx, input, template, settings);
    const faults = faultsOf(template, settings);
    const isPassable = faults.some(({ severity }) => severity === 'refused');
    if (faults.length > 0 && !isPassable) {
      throw templateRefused(faults);
    }
    const client = api({ signal: ctx.signal });
    const body = bodyOf(ctx, input);
    await this.#refuseRequester(client, ctx, input);
    const request = await create(client, body, settings.portal);
    if (isPassable) {
      // A retry passes this gate: what then happens without approval is found by its request.
      await withdraw(client, request);
      throw templateRefused(faults);
    }
    if (
      request.digest !==
      approvalDigest(body.policyKey, body.subject, body.context)
    ) {
      const isEach = steps.some(
        ({ id, each }) => id === ctx.step?.id && each !== undefined,
      );
      throw mismatch(settings.portal, request, isEach);
    }
    return request;
  }

  /** Only a policy lets a service ask in somebody's name: nobody else lets the run go on. */
  async #refuseRequester(
    client: ApprovalsClient,
    { user }: StepContext,
    { policy: key, requester }: RequestInput,
  ): Promise<void> {
    if (user?.ref) {
      if (requester !== undefined && requester !== normaliseRef(user.ref)) {
        throw refuseInput(
          'requester: whoever runs a template asks in their own name',
        );
      }
      return;
    }
    if (requester === undefined) {
      throw refuseInput(
        'requester: is needed, since no person has started this run',
      );
    }
    const policy = await client
      .getPolicy({ params: { key } })
      .catch(error => Promise.reject(asGateError(error, '')));
    if (policy.current.definition.resumeAs !== 'service') {
      throw refuseInput(
        `requester: no person has started this run, and policy '${plain(
          key,
        )}' does not let a service go on (resumeAs: service)`,
      );
    }
  }
}

type Body = ReturnType<typeof bodyOf>;

function bodyOf(ctx: StepContext, input: RequestInput) {
  const { policy: policyKey, subject, context, key } = input;
  const asked = {
    policyKey,
    subject: { ...subject, title: input.title ?? subject.id },
  };
  const secrets = secretNames(ctx.secrets);
  return {
    ...asked,
    requester: ctx.user?.ref ?? input.requester,
    context,
    execution: {
      kind: KIND,
      id: executionId({
        taskId: ctx.task.id,
        stepId: ctx.step?.id ?? '',
        key:
          key ?? sha256(JSON.stringify([policyKey, subject.type, subject.id])),
      }),
      ...(secrets.length > 0 && { secrets }),
    },
  };
}

async function create(
  client: ApprovalsClient,
  body: Body,
  portal: string,
): Promise<Request> {
  try {
    return await client.createRequest({ body });
  } catch (error) {
    throw asGateError(error, portal);
  }
}

/** What keeps a step from asking, in the words of the API. */
function asGateError(error: unknown, portal: string): unknown {
  const isRefusal =
    error instanceof ApprovalsError &&
    error.status < 500 &&
    error.status !== 429;
  if (!isRefusal) {
    return error;
  }
  const faults = error.issues.map(({ path, message }) => `${path}: ${message}`);
  const { requestId } =
    (error.body as { error?: { details?: { requestId?: string } } })?.error
      ?.details ?? {};
  const open = requestId
    ? ` [Open it](${portal}/approvals/requests/${requestId}).`
    : '';
  const words = faults.length > 0 ? faults.join('; ') : error.message;
  return new GateError('GateInputRefused', `${quoted(words)}.${open}`);
}

async function withdraw(
  client: ApprovalsClient,
  { id }: Request,
): Promise<void> {
  try {
    await client.withdrawRequest({
      params: { id },
      body: { reason: 'A retry of this run would pass its gate' },
    });
  } catch (error) {
    if (!(error instanceof ApprovalsError) || error.code !== 'REQUEST_ENDED') {
      throw error;
    }
  }
}

function refuseInput(message: string): GateError {
  return new GateError('GateInputRefused', plain(message));
}
