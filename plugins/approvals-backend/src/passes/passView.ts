import { Pass } from '@countersign/backstage-plugin-approvals-common';
import { RequestState } from '../engine';

/** The pass of a request as the API shows it. */
export function passView({ id, pass }: RequestState): Pass | undefined {
  return pass && { requestId: id, ...pass };
}
