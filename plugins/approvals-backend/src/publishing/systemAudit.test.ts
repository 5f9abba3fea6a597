import { mockServices } from '@backstage/backend-test-utils';
import { Event } from '@countersign/backstage-plugin-approvals-common';
import { Effect } from '../outbox';
import { systemAuditSubscriber, tellAuditor } from './systemAudit';
import { Published } from './types';

const line = (type: string, actor: string): Event =>
  ({
    id: `id of ${type}`,
    stream: 'request:r1',
    seq: 1,
    type,
    actor,
    at: '2026-11-27T14:00:00.000Z',
    payload: { round: 1, stage: 0 },
    text: 'Between us',
  } as unknown as Event);

const published = (atLeisure?: boolean): Published => ({
  stream: 'request:r1',
  atLeisure,
  events: [
    line('stage.overdue', 'system:deadlines'),
    line('task.decided', 'user:default/bob'),
    line('stage.started', 'system:people'),
  ],
  request: { id: 'r1', policy: { key: 'release' } } as Published['request'],
});

const draftsFor = (one: Published) =>
  systemAuditSubscriber.draftsFor(null as never, [one]);

describe('what the auditor is told of what no call did', () => {
  it('is what the system did and an auditor asks about, without words of people', async () => {
    const drafts = await draftsFor(published());
    expect(drafts.map(({ payload }) => payload.type)).toEqual([
      'stage.overdue',
    ]);
    expect(drafts[0]).toMatchObject({
      lane: 'audit:request:r1',
      payload: { event: 'id of stage.overdue', policyKey: 'release', stage: 0 },
    });
    expect(JSON.stringify(drafts)).not.toContain('Between us');
  });

  it('is told at leisure where nobody waits for the step', async () => {
    const [atLeisure] = await draftsFor(published(true));
    const [atOnce] = await draftsFor(published());
    expect([atLeisure.atLeisure, atOnce.atLeisure]).toEqual([true, undefined]);
  });

  it('is tried again by itself when the auditor does not take it', async () => {
    const auditor = mockServices.auditor.mock();
    const success = jest.fn(async () => {});
    auditor.createEvent
      .mockRejectedValueOnce(new Error('full'))
      .mockResolvedValue({ success, fail: async () => {} });
    const [{ payload }] = await draftsFor(published());
    const effects = ['1', '2'].map(
      id => ({ id, payload } as unknown as Effect),
    );
    const failed = jest.fn();
    await tellAuditor(auditor)(effects, { failed } as never);
    expect(failed.mock.calls).toEqual([[effects[0], new Error('full')]]);
    expect(success).toHaveBeenCalledTimes(1);
    expect(auditor.createEvent).toHaveBeenLastCalledWith({
      eventId: 'stage-overdue',
      severityLevel: 'medium',
      meta: expect.objectContaining({ requestId: 'r1', round: 1, stage: 0 }),
    });
  });
});
