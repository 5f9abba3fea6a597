import { Story } from './story';

const approve = (who: string, comment?: string) =>
  ({ who, does: 'approve', comment } as const);

/** What has been asked for in the demo, oldest first. */
export const stories: Story[] = [
  {
    by: 'erin',
    ask: {
      policyKey: 'deployment',
      subject: {
        type: 'deployment',
        id: 'payments/4.11',
        title: 'Deploy payments 4.11 to production',
        entityRef: 'component:default/payments',
      },
      context: {
        version: '4.11',
        change: 'Retries card payments once when the bank does not answer',
        window: 'working hours',
        rollback: 'Deploy 4.10; no change of the database',
        ticket: 'https://tickets.example.com/PAY-1187',
      },
    },
    then: [
      approve('carol', 'Seen in staging since Monday.'),
      approve('bob'),
      approve('dave', 'Go. The on-call knows.'),
    ],
  },
  {
    by: 'bob',
    ask: {
      policyKey: 'keycloak-client',
      subject: {
        type: 'keycloak-client',
        id: 'nightly-report',
        title: 'Keycloak client nightly-report',
      },
      context: {
        clientId: 'nightly-report',
        environment: 'production',
        redirectUris: ['https://report.example.com/*'],
        accessTokenMinutes: 480,
        roles: ['ledger-reader'],
      },
    },
    then: [
      {
        who: 'carol',
        does: 'reject',
        comment:
          'A wildcard redirect and eight hours are too much for a nightly job. Use client credentials.',
      },
    ],
  },
  {
    by: 'alice',
    ask: {
      policyKey: 'database-user',
      subject: {
        type: 'database-user',
        id: 'ledger-prod/reporting',
        title: 'Database user reporting on ledger-prod',
        entityRef: 'resource:default/ledger-prod',
      },
      context: {
        username: 'reporting',
        access: 'write',
        days: 90,
        reason: 'Monthly revenue report',
      },
    },
    then: [
      {
        who: 'erin',
        does: 'request_changes',
        comment: 'A report reads. Please ask for read, and for 30 days.',
      },
    ],
  },
  {
    by: 'alice',
    ask: {
      policyKey: 'deployment',
      subject: {
        type: 'deployment',
        id: 'billing-web/2.8',
        title: 'Deploy billing-web 2.8 to production',
        entityRef: 'component:default/billing-web',
      },
      context: {
        version: '2.8',
        change: 'Invoices as PDF/A',
        window: 'any time',
        rollback: 'Deploy 2.7',
      },
    },
    // Alice is the only owner of what she asks about: the stage is held.
    then: [],
  },
  {
    by: 'erin',
    ask: {
      policyKey: 'deployment',
      subject: {
        type: 'deployment',
        id: 'payments/4.12',
        title: 'Deploy payments 4.12 to production',
        link: 'https://ci.example.com/payments/4.12',
        entityRef: 'component:default/payments',
      },
      context: {
        version: '4.12',
        change: 'New ledger schema, step 2 of 3: writes both tables',
        window: 'at night',
        rollback: 'Deploy 4.11 within 15 minutes; the old table stays complete',
        ticket: 'https://tickets.example.com/PAY-1204',
      },
    },
    then: [
      approve('carol', 'Owner says go.'),
      approve('dave', 'Tried the way back on staging.'),
    ],
  },
  {
    by: 'dave',
    ask: {
      policyKey: 'database-user',
      subject: {
        type: 'database-user',
        id: 'ledger-prod/dave_oncall',
        title: 'Database user for ledger-prod',
        entityRef: 'resource:default/ledger-prod',
      },
      context: {
        username: 'dave_oncall',
        access: 'read',
        days: 14,
        reason: 'On call during the ledger migration',
      },
    },
    then: [],
  },
  {
    by: { serviceFor: 'alice' },
    ask: {
      policyKey: 'keycloak-client',
      subject: {
        type: 'keycloak-client',
        id: 'billing-web',
        title: 'Keycloak client billing-web',
        entityRef: 'component:default/billing-web',
      },
      context: {
        clientId: 'billing-web',
        environment: 'staging',
        redirectUris: ['https://billing.staging.example.com/callback'],
        accessTokenMinutes: 15,
        roles: ['billing-reader', 'billing-clerk'],
      },
    },
    then: [
      { who: 'alice', does: 'comment', comment: '15 minutes it is.' },
      approve('dave', 'Redirects are fine; the lifespan is what we agreed.'),
    ],
  },
];
