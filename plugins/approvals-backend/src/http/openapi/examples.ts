import { OperationName } from '@countersign/backstage-plugin-approvals-common';
import { Json } from './schemas';

/** A body for each operation of the main job. */
export const bodyExamples: { [Name in OperationName]?: Json } = {
  createPolicy: {
    definition: {
      key: 'keycloak-client',
      name: 'Keycloak client',
      subjectType: 'keycloak-client',
      stages: [
        {
          name: 'Platform review',
          quorum: { mode: 'count', value: 1 },
          approvers: [{ type: 'group', group: 'group:default/platform' }],
        },
      ],
    },
  },
  createRequest: {
    policyKey: 'keycloak-client',
    subject: {
      type: 'keycloak-client',
      id: 'staff/billing',
      title: 'Client billing in realm staff',
      entityRef: 'component:default/billing',
    },
    context: { realm: 'staff', environment: 'production' },
  },
  decideTask: { decision: 'approve', comment: 'Looks right' },
  reassignTask: { person: 'user:default/carol', reason: 'Carol knows it' },
  createDelegation: {
    delegate: 'user:default/carol',
    start: '2026-12-21T00:00:00Z',
    end: '2027-01-04T00:00:00Z',
    reason: 'Holidays',
  },
  createWebhook: {
    name: 'Deployments',
    url: 'https://deploy.example.com/hooks/approvals',
    types: ['request.approved', 'request.rejected'],
    policyKeys: ['keycloak-client'],
  },
};
