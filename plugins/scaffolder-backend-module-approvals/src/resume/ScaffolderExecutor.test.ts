import { mockServices } from '@backstage/backend-test-utils';
import { ResponseError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { LogEvent, ScaffolderTask } from '@backstage/plugin-scaffolder-common';
import { scaffolderServiceMock } from '@backstage/plugin-scaffolder-node/testUtils';
import { Forms } from './Forms';
import { ScaffolderExecutor } from './ScaffolderExecutor';
import { RetryResumer } from './TaskResumer';

const EXECUTION = { kind: 'scaffolder', id: 'task-1/approval/key' };

const said = (
  type: LogEvent['type'],
  body: Record<string, unknown>,
): LogEvent => ({
  type,
  body: body as LogEvent['body'],
  id: 1,
  taskId: 'task-1',
  createdAt: '',
});
const gate = (status: string) =>
  said('log', { stepId: 'approval', status, message: '' });
const ended = (name: string) =>
  said('completion', { error: { name, message: 'Because' } });

const PARKED = [gate('failed'), ended('ApprovalPending')];

/** An answer of the scaffolder that is thrown. */
function answered(status: number): Promise<Error> {
  return ResponseError.fromResponse(
    new Response('{}', { status }) as Parameters<
      typeof ResponseError.fromResponse
    >[0],
  );
}

/** Lets a task go on that is so; tells what came of it, and how often it was retried. */
async function resumed(
  status: ScaffolderTask['status'] | 'none',
  events: LogEvent[] = [],
  retryStatus: number = 201,
  endedAt?: string,
) {
  const scaffolder = scaffolderServiceMock.mock({
    getTask: async () => {
      if (status === 'none') {
        throw await answered(404);
      }
      const steps = [{ id: 'approval', action: 'approval:gate' }];
      return { id: 'task-1', status, spec: { steps } } as never;
    },
    getLogs: async () => events,
    retry: async () => {
      if (retryStatus !== 201) {
        throw await answered(retryStatus);
      }
      return { id: 'task-1' };
    },
  });
  const auth = mockServices.auth();
  const executor = new ScaffolderExecutor({
    auth,
    forms: new Forms({ auth, catalog: catalogServiceMock() }),
    events: mockServices.events.mock(),
    scaffolder,
    resumer: new RetryResumer({ scaffolder, auth }),
    now: Date.now,
  });
  const outcome = await executor
    .resume(EXECUTION, { endedAt })
    .then(({ state }) => state)
    .catch(error => `throws ${error.message}`);
  return { outcome, retries: scaffolder.retry.mock.calls.length };
}

describe('a task that is to go on', () => {
  it.each<[string, Parameters<typeof resumed>, string, number]>([
    ['that is parked', ['failed', PARKED], 'resuming', 1],
    [
      'that somebody else has tried',
      ['failed', [gate('failed'), ended('ApprovalNotYours')]],
      'resuming',
      1,
    ],
    [
      'that a service has tried in vain',
      ['failed', [gate('failed'), ended('RequesterNeeded')]],
      'waiting',
      0,
    ],
    [
      'that needs secrets',
      ['failed', [gate('failed'), ended('SecretsNeeded')]],
      'waiting',
      0,
    ],
    [
      'that was cancelled while it waited',
      ['failed', [...PARKED, said('cancelled', {})]],
      'cancelled',
      0,
    ],
    [
      'that failed behind its gate',
      ['failed', [gate('completed'), ended('Error')]],
      'failed',
      0,
    ],
    [
      'that ended at its gate',
      ['failed', [gate('failed'), ended('ApprovalRejected')]],
      'failed',
      0,
    ],
    ['that is done', ['completed', [gate('completed')]], 'done', 0],
    ['that was told so already', ['open', PARKED], 'resuming', 0],
    ['that goes on already', ['processing', [gate('completed')]], 'running', 0],
    [
      'that has not parked yet',
      ['processing', [gate('processing')]],
      'throws The task has not parked yet',
      0,
    ],
    ['that is not there any more', ['none'], 'gone', 0],
    [
      'that somebody was quicker with',
      ['failed', PARKED, 409],
      'throws The task is under way: look again',
      1,
    ],
    ['whose template was removed', ['failed', PARKED, 404], 'gone', 1],
    ['whose template wants secrets', ['failed', PARKED, 400], 'waiting', 1],
  ])('%s', async (_, task, outcome, retries) => {
    expect(await resumed(...task)).toEqual({ outcome, retries });
  });

  it.each([
    ['just before its request ended', '2026-11-27T12:00:01Z', 'resuming', 1],
    ['while its request ended', '2026-11-27T11:59:01Z', 'resuming', 1],
    ['long after, for another request', '2026-11-27T11:00:00Z', 'waiting', 0],
  ])('that parked %s', async (_, endedAt, outcome, retries) => {
    const events = PARKED.map(event => ({
      ...event,
      createdAt: '2026-11-27T12:00:00Z',
    }));
    expect(await resumed('failed', events, 201, endedAt)).toEqual({
      outcome,
      retries,
    });
  });

  it('has not failed when it was told to go on while it was looked at', async () => {
    const steps = [{ id: 'approval', action: 'approval:gate' }];
    const getTask = jest
      .fn()
      .mockResolvedValueOnce({ status: 'failed', spec: { steps } })
      .mockResolvedValue({ status: 'processing', spec: { steps } });
    const scaffolder = scaffolderServiceMock.mock({
      getTask,
      getLogs: async () => [gate('completed')],
    });
    const auth = mockServices.auth();
    const executor = new ScaffolderExecutor({
      ...{ auth, scaffolder, now: Date.now },
      forms: new Forms({ auth, catalog: catalogServiceMock() }),
      events: mockServices.events.mock(),
      resumer: new RetryResumer({ scaffolder, auth }),
    });
    expect(await executor.look(EXECUTION)).toMatchObject({ state: 'running' });
  });

  it('is tried again when the scaffolder fails', async () => {
    const { outcome } = await resumed('failed', PARKED, 500);
    expect(outcome).toMatch(/^throws .*500/);
  });
});

describe('a task that is described', () => {
  const describing = (catalog: CatalogService, events = PARKED) => {
    const spec = {
      templateInfo: {
        entityRef: 'template:default/x',
        entity: { metadata: { name: 'x' } },
      },
      parameters: { name: 'x', where: 'eu-1', key: 'Tr0ub4dor' },
      steps: [
        {
          ...{ id: 'approval', name: 'Wait', action: 'approval:gate' },
          input: { onRejected: 'continue' },
        },
      ],
    };
    const scaffolder = scaffolderServiceMock.mock({
      getTask: async () => ({ id: 'task-1', status: 'failed', spec } as never),
      getLogs: async () => events,
    });
    const auth = mockServices.auth();
    const executor = new ScaffolderExecutor({
      ...{ auth, scaffolder, now: Date.now },
      forms: new Forms({ auth, catalog }),
      events: mockServices.events.mock(),
      resumer: new RetryResumer({ scaffolder, auth }),
    });
    return { executor, scaffolder };
  };

  it('is read once, with how it stands', async () => {
    const template = {
      apiVersion: 'scaffolder.backstage.io/v1beta3',
      kind: 'Template',
      metadata: { name: 'x' },
      spec: {},
    };
    const { executor, scaffolder } = describing(
      catalogServiceMock({ entities: [template] }),
    );
    expect(await executor.describe(EXECUTION)).toMatchObject({
      seen: { state: 'waiting', isPast: false, goesOnWhenRejected: true },
      details: {
        parameters: [
          { title: 'name', value: 'x' },
          { title: 'where', value: 'eu-1' },
          { title: 'key', value: 'Tr0ub4dor' },
        ],
        steps: [{ id: 'approval', status: 'waiting', isGate: true }],
      },
    });
    expect(scaffolder.getTask).toHaveBeenCalledTimes(1);
    expect(scaffolder.getLogs).toHaveBeenCalledTimes(1);
  });

  it('cannot go on while the catalog has no such template, nor tells what was filled in', async () => {
    const { executor } = describing(catalogServiceMock());
    expect(await executor.describe(EXECUTION)).toMatchObject({
      seen: { state: 'waiting', isPast: false },
      keptBack: expect.stringContaining('run it anew'),
      details: { template: { title: 'x' }, parameters: [], steps: [{}] },
    });
  });

  it('shows no more than how it stands while nobody knows its form', async () => {
    const away = catalogServiceMock.mock({
      getEntityByRef: async () => {
        throw new Error('the catalog is away');
      },
    });
    expect(await describing(away).executor.describe(EXECUTION)).toEqual({
      seen: expect.objectContaining({ state: 'waiting' }),
      details: undefined,
    });
  });

  describe('and fails with what was typed in as a password', () => {
    const failed = [
      gate('completed'),
      said('completion', {
        error: { name: 'Error', message: 'eu-1 refused Tr0ub4dor (x)' },
      }),
    ];
    const template = {
      apiVersion: 'scaffolder.backstage.io/v1beta3',
      kind: 'Template',
      metadata: { name: 'x' },
      spec: {
        parameters: { properties: { key: { 'ui:widget': 'password' } } },
      },
    };
    const away = () =>
      catalogServiceMock.mock({
        getEntityByRef: async () => {
          throw new Error('the catalog is away');
        },
      });

    it.each([
      [
        'that',
        catalogServiceMock({ entities: [template] }),
        'eu-1 refused *** (x)',
      ],
      [
        'all that was typed in, while nobody knows the form',
        away(),
        '*** refused *** (x)',
      ],
      [
        'all that was typed in, while the catalog has no such template',
        catalogServiceMock(),
        '*** refused *** (x)',
      ],
    ])('does not tell %s', async (_, catalog, message) => {
      const { executor } = describing(catalog, failed);
      expect(await executor.look(EXECUTION)).toMatchObject({
        state: 'failed',
        message,
      });
      const { seen } = await executor.describe(EXECUTION);
      expect(seen).toMatchObject({ state: 'failed', message });
    });
  });
});
