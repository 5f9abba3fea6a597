import { operations } from '@countersign/backstage-plugin-approvals-common';
import request from 'supertest';
import { Caller, Route } from '..';
import { Database } from '../../database';
import { freshDatabase } from '../../database/__testUtils__/testDatabases';
import { testApi } from './testApi';

/** Any request's id, and where it is commented. */
export const ID = '019ab3c4-0000-7000-8000-000000000001';
export const COMMENTS = `/api/approvals/requests/${ID}/comments`;

type Options = Partial<Parameters<typeof testApi>[0]>;

/** An API for the tests of a block, asked over HTTP. */
export function commentingApi() {
  let database: Database;
  let callers: Caller[];

  beforeAll(async () => {
    database = await freshDatabase('SQLITE_3');
  });
  beforeEach(() => {
    callers = [];
  });

  /** With some routes of its own. */
  const serve = (lay: (route: Route) => void, options: Options = {}) =>
    request(testApi({ database, lay, ...options }));

  /** Comments are read; everything else is not of interest. */
  const commenting = (before: () => void = () => {}, options: Options = {}) =>
    serve(route => {
      route(operations.commentRequest, async ({ body, caller, params }) => {
        callers.push(caller);
        before();
        return { comment: body().comment, on: params.id } as never;
      });
    }, options);

  return {
    database: () => database,
    /** Who has commented in this test. */
    callers: () => callers,
    serve,
    commenting,
  };
}
