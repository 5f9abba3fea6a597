import { createServer, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockServices,
  startTestBackend,
  TestBackend,
} from '@backstage/backend-test-utils';
import approvalsPlugin from '@countersign/backstage-plugin-approvals-backend';
import { approvalsModuleScaffolder } from '..';
import { everyDatabase, newDatabase } from '../__testUtils__/portal';
import {
  catalogOf,
  configuration,
  databaseOf,
} from '../__testUtils__/portalFeatures';
import { Runs } from '../__testUtils__/Runs';
import { policy, template, townspeople } from '../__testUtils__/town';
import { until } from '../__testUtils__/until';

type Answer = (response: ServerResponse, path: string) => void;

const says =
  (status: number, body: string, type = 'application/json'): Answer =>
  response =>
    response.writeHead(status, { 'content-type': type }).end(body);

const refusal = (name: string) =>
  JSON.stringify({ error: { name, message: 'No' }, response: {} });

/** A scaffolder in which every task is done. */
const done: Answer = (response, path) =>
  says(
    200,
    JSON.stringify(
      path.endsWith('/events')
        ? []
        : {
            id: 'task',
            status: 'completed',
            createdAt: new Date().toISOString(),
            spec: { parameters: {}, ...template('x', []).spec },
          },
    ),
  )(response, path);

describe.each(everyDatabase)('a scaffolder elsewhere, on %s', id => {
  let scaffolder: Server;
  let answer: Answer;
  let backend: TestBackend;
  let runs: Runs;

  beforeAll(async () => {
    scaffolder = createServer((request, response) =>
      answer(response, String(request.url)),
    );
    await new Promise<void>(resolve =>
      scaffolder.listen(0, '127.0.0.1', resolve),
    );
    const { port } = scaffolder.address() as AddressInfo;
    backend = await startTestBackend({
      features: [
        approvalsPlugin,
        approvalsModuleScaffolder,
        ...databaseOf({ approvals: await newDatabase(id) }),
        ...catalogOf({}, townspeople),
        createServiceFactory({
          service: coreServices.discovery,
          deps: {},
          factory: () => ({
            getBaseUrl: async plugin =>
              `http://127.0.0.1:${port}/api/${plugin}`,
            getExternalBaseUrl: async () => 'http://portal.example',
          }),
        }),
        mockServices.rootConfig.factory({ data: configuration({}) }),
        mockServices.rootLogger.factory({ level: 'none' }),
      ],
    });
    runs = new Runs(`http://localhost:${backend.server.port()}`);
    await runs.activate(policy('plain'));
    await runs.activate(policy('alone', { resumeAs: 'service' }));
  });
  afterAll(async () => {
    scaffolder.closeAllConnections();
    scaffolder.close();
    await backend.stop();
  });

  let asked = 0;
  const ask = async (policyKey: string) => {
    asked += 1;
    return runs.as('plugin:scaffolder').createRequest({
      body: {
        policyKey,
        subject: { type: 'thing', id: 'x', title: 'X' },
        context: {},
        requester: 'user:default/alice',
        execution: { kind: 'scaffolder', id: `task-${asked}/approval/key` },
      },
    });
  };

  it.each<[string, Answer]>([
    ['that never answers', () => {}],
    ['that refuses', says(403, refusal('NotAllowedError'))],
    ['that has failed', says(500, refusal('Error'))],
    ['behind a proxy that answers', says(200, '<html></html>', 'text/html')],
    ['that hangs up', response => response.destroy()],
  ])(
    '%s keeps nobody from seeing how a run was last seen',
    async (_, behaviour) => {
      answer = behaviour;
      const { id: requestId } = await ask('plain');
      await runs.decideRequest(requestId);
      const run = await runs
        .as('alice')
        .getRequestRun({ params: { id: requestId } });
      expect(run).toMatchObject({
        state: 'waiting',
        message: expect.stringContaining('cannot be asked at the moment'),
        kind: 'scaffolder',
        secrets: [],
      });

      answer = done;
      const later = await runs
        .as('alice')
        .getRequestRun({ params: { id: requestId } });
      expect(later).toMatchObject({ state: 'done' });
      expect(later.message).toBeUndefined();
    },
  );

  it('that refuses for a while lets a run go on as soon as it does not', async () => {
    answer = says(403, refusal('NotAllowedError'));
    const { id: requestId } = await ask('alone');
    const { status } = await runs.decideRequest(requestId);
    expect(status).toBe('approved');
    answer = done;
    await until('it is seen to be done', async () => {
      const request = await runs
        .as('erin')
        .getRequest({ params: { id: requestId } });
      return request.run?.state === 'done' ? true : undefined;
    });
  });
});
