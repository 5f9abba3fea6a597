import { AuditorService } from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { operations } from '@countersign/backstage-plugin-approvals-common';
import express, { Express } from 'express';
import {
  ApiAudit,
  createApi,
  Idempotency,
  IdempotencyStore,
  Protection,
  RateLimit,
  Route,
} from '..';
import { Database } from '../../database';

/** The header of a person in their own session. */
export const asUser = (ref: string = 'user:default/alice') => ({
  authorization: mockCredentials.user.header(ref),
});

/** Makes secrets unreadable to whoever looks for their text. */
export const base64: Protection = {
  seal: answer => Buffer.from(JSON.stringify(answer)).toString('base64'),
  open: sealed => JSON.parse(Buffer.from(`${sealed}`, 'base64').toString()),
};

/** An auditor that takes everything and keeps nothing. */
const quietAuditor = (): AuditorService => ({
  createEvent: async () => ({ success: async () => {}, fail: async () => {} }),
});

/** An app whose named routes are real, and whose other routes answer nothing. */
export function testApi(options: {
  database: Database;
  lay: (route: Route) => void;
  rateLimit?: { writesPerSecond: number; burst: number };
  clock?: () => number;
  auditor?: AuditorService;
  leaseMs?: number;
}): Express {
  const { clock } = options;
  const logger = mockServices.logger.mock();
  const api = createApi({
    httpAuth: mockServices.httpAuth({
      defaultCredentials: mockCredentials.none(),
    }),
    logger,
    audit: new ApiAudit({
      auditor: options.auditor ?? quietAuditor(),
      logger,
    }),
    idempotency: new Idempotency({
      store: new IdempotencyStore({
        database: options.database,
        lifetimeMs: 86_400_000,
        leaseMs: options.leaseMs,
      }),
      clock,
    }),
    rateLimit: new RateLimit(
      options.rateLimit ?? { writesPerSecond: 0, burst: 0 },
    ),
    secrets: base64,
    clock,
  });
  options.lay(api.route);
  for (const operation of Object.values(operations)) {
    // Where two routes serve an operation the first one answers.
    if (operation !== operations.getOpenApi) {
      api.route(operation, async () => undefined as never);
    }
  }
  const app = express();
  app.use('/api/approvals', api.finish());
  return app;
}
