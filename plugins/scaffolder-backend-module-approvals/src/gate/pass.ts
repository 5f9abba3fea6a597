import {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import {
  ApprovalsClient,
  ApprovalsError,
  normaliseRef,
  Request,
} from '@countersign/backstage-plugin-approvals-common';
import { GateError } from './GateError';
import { linkTo, quoted } from './words';

/**
 * Who let a run go on.
 *
 * @returns the person's normalised ref; undefined when a service did
 * @throws GateError ApprovalNotYours when nobody is known
 */
export function initiatorOf(
  auth: AuthService,
  credentials: BackstageCredentials,
): string | undefined {
  if (auth.isPrincipal(credentials, 'service')) {
    return undefined;
  }
  const person =
    auth.isPrincipal(credentials, 'user') &&
    normaliseRef(credentials.principal.userEntityRef);
  if (person) {
    return person;
  }
  throw new GateError(
    'ApprovalNotYours',
    'It is not known who lets this run go on: whoever asked has to resume it.',
  );
}

/** Takes the pass of an approved request; the same consumer gets its own again. */
export async function takePass(
  options: { client: ApprovalsClient; portal: string },
  request: Request,
  initiator: string | undefined,
): Promise<void> {
  const { id, policy, digest, execution } = request;
  try {
    await options.client.consumePass({
      params: { id },
      body: {
        consumer: execution?.id ?? '',
        policyKey: policy.key,
        digest,
        initiator,
      },
    });
  } catch (error) {
    throw refused(options.portal, { request, initiator }, error);
  }
}

function refused(
  portal: string,
  { request, initiator }: { request: Request; initiator: string | undefined },
  error: unknown,
): unknown {
  if (!(error instanceof ApprovalsError)) {
    return error;
  }
  const link = linkTo(portal, request);
  if (error.status === 403) {
    return new GateError(
      initiator === undefined ? 'RequesterNeeded' : 'ApprovalNotYours',
      `${link} is approved, but not for whoever let this run go on now: ${quoted(
        error.message,
      )}.`,
    );
  }
  return error.status === 409
    ? new GateError(
        'ApprovalOver',
        `${link} was approved, but that may not be acted on any more: ${quoted(
          error.message,
        )}. Run the template again.`,
      )
    : error;
}
