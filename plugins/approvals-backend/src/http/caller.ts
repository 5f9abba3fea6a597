import {
  BackstageCredentials,
  BackstageServicePrincipal,
  BackstageUserPrincipal,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { normaliseRef } from '@countersign/backstage-plugin-approvals-common';
import { Request } from 'express';
import { ApprovalsRefusal } from './errors';

/** Who sends a request. */
export type Caller = {
  /** A person, perhaps through something that acts for them; or a service. */
  kind: 'user' | 'service';
  /** The person's normalised ref, or the service's subject. */
  ref: string;
  /**
   * What acts for the person: the plugin, template or token that sent the
   * request with the person's credentials. Absent in the person's own session.
   */
  actor?: string;
  credentials: BackstageCredentials;
};

/**
 * Finds out who sends a request.
 *
 * @throws AuthenticationError without credentials, or with bad ones.
 */
export async function callerOf(
  httpAuth: HttpAuthService,
  request: Request,
): Promise<Caller> {
  const credentials = await httpAuth.credentials(request, {
    allow: ['user', 'service'],
  });
  const principal: BackstageUserPrincipal | BackstageServicePrincipal =
    credentials.principal;
  if (principal.type === 'service') {
    return { kind: 'service', ref: principal.subject, credentials };
  }
  const ref = normaliseRef(principal.userEntityRef);
  if (!ref) {
    throw new ApprovalsRefusal(
      'UNAUTHENTICATED',
      'The token names nobody that a catalog could know',
    );
  }
  return {
    kind: 'user',
    ref,
    ...(principal.actor && { actor: principal.actor.subject }),
    credentials,
  };
}
