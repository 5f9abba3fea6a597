import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { startTestBackend } from '@backstage/backend-test-utils';
import { ExecutorDouble } from '@countersign/backstage-plugin-approvals-node/testUtils';
import { Knex } from 'knex';
import { recordingAuditor } from '../http/__testUtils__/recordingAuditor';
import { activateGates, parked } from '../runs/__testUtils__/gate';
import { portalFeatures } from './__testUtils__/features';
import { emptyDatabase, everyDatabase } from './__testUtils__/portal';
import { activate, asked, policy, seat, until } from './__testUtils__/stories';
import { Portal, portalAt } from './__testUtils__/wire';

describe.each(everyDatabase)('what the auditor hears on %s', database => {
  let knex: Knex;
  let portal: Portal;
  const { auditor, told } = recordingAuditor();
  const executor = new ExecutorDouble();

  beforeAll(async () => {
    knex = await emptyDatabase(database);
    const { server } = await startTestBackend({
      features: [
        ...portalFeatures(knex, { executors: [executor] }),
        createServiceFactory({
          service: coreServices.auditor,
          deps: {},
          factory: () => auditor,
        }),
      ],
    });
    portal = portalAt(Number(server.port()));
    await activate(
      portal,
      policy('hasty', { deadline: { after: 'PT1M', onBreach: 'approve' } }),
    );
    await activateGates(portal);
  }, 60_000);

  const bySystem = () => told.filter(({ path }) => path === undefined);

  /** As if a minute had passed. */
  const hurry = async (id: string, dueAt: string) => {
    const past = '2026-01-01T00:00:00.000Z';
    const { state } = await knex('requests').where({ id }).first('state');
    await knex('requests')
      .where({ id })
      .update({ state: state.replaceAll(dueAt, past) });
    await knex('outbox')
      .where({ stream: `request:${id}`, kind: 'stage.breach' })
      .update({ due_at: past });
  };

  it('is who decided, with the request that came', async () => {
    const request = await asked(portal, 'hasty');
    const taskId = seat(request, 'bob');
    await portal
      .as('bob')
      .decideTask({ params: { id: taskId }, body: { decision: 'approve' } });
    expect(told.find(({ eventId }) => eventId === 'decide-task')).toEqual({
      eventId: 'decide-task',
      severityLevel: 'high',
      path: `/api/approvals/tasks/${taskId}/decision`,
      outcome: 'succeeded',
      meta: {
        id: taskId,
        requestId: request.id,
        decision: 'approve',
        status: 201,
      },
    });
  });

  it('is what a deadline did, once it has done it, and not what people did', async () => {
    const request = await asked(portal, 'hasty');
    await hurry(request.id, request.stages[0].dueAt!);
    await until('the auditor hears of the deadline', async () =>
      bySystem().length >= 2 ? true : undefined,
    );
    expect(bySystem()).toEqual(
      ['stage.approved', 'request.approved'].map(type => ({
        eventId: type.replace('.', '-'),
        severityLevel: 'high',
        outcome: 'succeeded',
        meta: expect.objectContaining({
          actor: 'system:deadline',
          requestId: request.id,
          policyKey: 'hasty',
        }),
      })),
    );
  }, 30_000);

  it('is what went on without its approval, as critical', async () => {
    const request = await parked(portal, 'gate');
    executor.runs.set(request.execution!.id, { state: 'done' });
    executor.hint(request.execution!.id);
    const heard = await until('the auditor hears of it', async () =>
      bySystem().find(({ eventId }) => eventId === 'run-bypassed'),
    );
    expect(heard).toMatchObject({
      severityLevel: 'critical',
      meta: {
        actor: 'system:runs',
        requestId: request.id,
        policyKey: 'gate',
      },
    });
  });
});
