import {
  BackendFeature,
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  TestDatabaseId,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  ApprovalsClient,
  createApprovalsClient,
  Issue,
} from '@countersign/backstage-plugin-approvals-common';
import { approvalsPlugin } from '../../plugin';
import { headerOf, restrictionsOf, Who } from './callers';
import { broken, Exchange } from './contract';
import { decideByExample, Decide, permissionsBy } from './examplePolicy';
import { catalogEntities, groupsOf } from './people';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

/** Every database that runs here. */
export const everyDatabase = databases.eachSupportedId();

/** Whether there is a PostgreSQL to test on; without one there is nothing to race on. */
export const hasPostgres = databases.supports('POSTGRES_18');

/** What came back for something that was sent as it is. */
export type Answer = {
  status: number;
  body: AnswerBody;
  headers: Headers;
};

type AnswerBody = Record<string, unknown> & {
  error?: { code: string; message: string; issues?: Issue[] };
};

/** The plugin in a running backend, reached over HTTP. */
export type Portal = {
  /** The typed client of a caller. Each answer is held against the contract. */
  as(who: Who): ApprovalsClient;
  /** Sends anything. A string or bytes go out as they are, everything else as JSON. */
  send(
    who: Who | undefined,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>;
};

/** Starts a backend with the plugin on a database of its own, under the example policy. */
export async function startPortal(
  options: {
    database?: TestDatabaseId;
    thousands?: boolean;
    /** `permission.enabled`; true by default. */
    permissions?: boolean;
    decide?: Decide;
    features?: BackendFeature[];
  } = {},
): Promise<Portal> {
  const { database = 'SQLITE_3', permissions = true } = options;
  const { server } = await startTestBackend({
    features: [
      approvalsPlugin,
      mockServices.rootConfig.factory({
        data: {
          permission: { enabled: permissions },
          approvals: { limits: { writesPerSecond: 0 } },
        },
      }),
      mockServices.database.factory({ knex: await databases.init(database) }),
      catalogServiceMock.factory({ entities: catalogEntities(options) }),
      ...doubles(options.decide ?? decideByExample),
      ...(options.features ?? []),
    ],
  });
  const url = `http://localhost:${server.port()}/api/approvals`;
  return {
    as: who => clientOf(url, who),
    send: (who, method, path, body, headers) =>
      send(url, who, { method, path, body, headers }),
  };
}

/** Who asks, which groups they are in, and what the policy says of them. */
function doubles(decide: Decide): BackendFeature[] {
  return [
    createServiceFactory({
      service: coreServices.permissions,
      deps: {},
      factory: () => permissionsBy(decide),
    }),
    createServiceFactory({
      service: coreServices.userInfo,
      deps: {},
      factory: () => ({
        getUserInfo: async ({ principal }) => {
          const { userEntityRef } = principal as { userEntityRef: string };
          return {
            userEntityRef,
            ownershipEntityRefs: [userEntityRef, ...groupsOf(userEntityRef)],
          };
        },
      }),
    }),
    createServiceFactory({
      service: coreServices.httpAuth,
      deps: {},
      factory: () => restrictedHttpAuth(),
    }),
  ];
}

/** Tokens of tests cannot carry access restrictions: services get theirs by name. */
function restrictedHttpAuth(): typeof coreServices.httpAuth.T {
  const httpAuth = mockServices.httpAuth({
    pluginId: 'approvals',
    defaultCredentials: mockCredentials.none(),
  });
  return {
    issueUserCookie: httpAuth.issueUserCookie.bind(httpAuth),
    credentials: async (request, wanted) => {
      const credentials = await httpAuth.credentials(request, wanted);
      const { subject } = credentials.principal as { subject?: string };
      const restrictions = subject && restrictionsOf(subject);
      return restrictions
        ? (mockCredentials.service(subject, restrictions) as typeof credentials)
        : credentials;
    },
  };
}

function clientOf(url: string, who: Who): ApprovalsClient {
  return createApprovalsClient({
    baseUrl: () => url,
    fetch: async (input, init) => {
      const response = await fetch(input, {
        ...init,
        headers: { ...init?.headers, authorization: headerOf(who) },
      });
      const path = String(input).slice(url.length).split('?')[0];
      await hold(response.clone(), {
        method: init?.method ?? 'GET',
        path,
        sent: init?.body === undefined ? undefined : JSON.parse(`${init.body}`),
      });
      return response;
    },
  });
}

async function send(
  url: string,
  who: Who | undefined,
  sent: {
    method: string;
    path: string;
    body?: unknown;
    headers?: Record<string, string>;
  },
): Promise<Answer> {
  const { method, path, body, headers } = sent;
  const isRaw = typeof body === 'string' || body instanceof Uint8Array;
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(who && { authorization: headerOf(who) }),
      ...headers,
    },
    body: isRaw ? (body as BodyInit) : JSON.stringify(body),
  });
  const [barePath] = path.split('?');
  const answer = await hold(response, {
    method,
    path: barePath,
    sent: isRaw ? undefined : body,
  });
  return {
    status: response.status,
    headers: response.headers,
    body: answer as AnswerBody,
  };
}

/** Reads an answer and throws when it is not what the contract promises. */
async function hold(
  response: Response,
  exchange: Omit<Exchange, 'status' | 'body'>,
): Promise<unknown> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json');
  const body = isJson ? JSON.parse(text) : text || undefined;
  const faults = broken({ ...exchange, status: response.status, body });
  if (faults.length > 0) {
    const { method, path } = exchange;
    throw new Error(`${method} ${path}: ${faults.join('; ')}`);
  }
  return body;
}
