import { operations } from '@countersign/backstage-plugin-approvals-common';
import { Express } from 'express';
import { freshDatabase } from '../../database/__testUtils__/testDatabases';
import { testApi } from './testApi';

/** An API for the tests of a block, some routes of which answer what they read. */
export function echoingApi(): () => Express {
  let app: Express;
  beforeAll(async () => {
    app = testApi({
      database: await freshDatabase('SQLITE_3'),
      lay: route => {
        route(operations.createRequest, async ({ body }) => body() as never);
        route(operations.decideTask, async ({ body }) => body() as never);
        route(operations.claimTask, async ({ body }) => body() as never);
        route(operations.listTasks, async ({ query }) => query() as never);
        route(operations.retryStage, async ({ params }) => params as never);
        route(operations.getPolicy, async ({ params }) => params as never);
      },
    });
  });
  return () => app;
}
