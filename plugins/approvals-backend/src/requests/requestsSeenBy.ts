import { requestReadPermission } from '@countersign/backstage-plugin-approvals-common';
import { Caller } from '../http';
import { Access, requestResourceRef } from '../permissions';
import { RequestScope } from './requestConditions';

/** Which requests a caller sees in lists; a service those that it asked for itself, whatever its rights. */
export async function requestsSeenBy(
  caller: Caller,
  access: Access,
): Promise<RequestScope> {
  const [{ criteria }] = await access.scopes(caller, requestResourceRef, [
    requestReadPermission,
  ]);
  return caller.kind === 'service' && criteria === 'none'
    ? { where: 'service', subject: caller.ref }
    : criteria;
}
