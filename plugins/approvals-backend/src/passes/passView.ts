import { Pass } from '@countersign/backstage-plugin-approvals-common';

/** The pass of a request as the API shows it. */
export function passView(request: {
  id: string;
  pass?: Omit<Pass, 'requestId'>;
}): Pass | undefined {
  return request.pass && { requestId: request.id, ...request.pass };
}
