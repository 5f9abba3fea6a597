import { Caller } from './caller';
import { ApprovalsRefusal } from './errors';

/**
 * Refuses services, and what acts for a person: only the person's own session
 * will do.
 *
 * @throws ApprovalsRefusal NOT_ALLOWED, TOKEN_NOT_ALLOWED
 */
export function refuseUnlessPersonal(caller: Caller): void {
  if (caller.kind === 'service') {
    throw new ApprovalsRefusal(
      'NOT_ALLOWED',
      'Only a person may do this, not a service.',
    );
  }
  refuseToken(caller);
}

/**
 * Refuses what acts for a person, such as a token or a template.
 *
 * @throws ApprovalsRefusal TOKEN_NOT_ALLOWED
 */
export function refuseToken(caller: Caller): void {
  if (caller.actor !== undefined) {
    throw new ApprovalsRefusal(
      'TOKEN_NOT_ALLOWED',
      'Something that acts for a person may not do this; sign in and do it yourself.',
    );
  }
}
