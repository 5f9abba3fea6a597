import { mockServices } from '@backstage/backend-test-utils';
import { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import { Effect } from '../outbox';
import { NoticeSender } from './NoticeSender';
import { NoticeStore } from './NoticeStore';
import { noticeDrafts } from './noticeDrafts';
import { tellTrouble } from './troubles';

const ADMINS = 'group:default/admins';

/** What administrators are told when a stream got these lines. */
async function told(
  stream: string,
  ...lines: { type: string; payload: Record<string, unknown> }[]
) {
  const sent: NotificationSendOptions[] = [];
  const tell = tellTrouble({
    sender: new NoticeSender({
      service: {
        send: async notice => {
          sent.push(notice);
        },
      },
      logger: mockServices.logger.mock(),
      now: Date.now,
    }),
    store: {
      endpointName: async (id: string) => (id === 'e1' ? 'CI' : undefined),
    } as NoticeStore,
    administrators: [ADMINS],
  });
  const events = lines.map((line, index) => ({
    id: `${index}`,
    stream,
    seq: index + 1,
    at: '2026-11-27T14:00:00.000Z',
    actor: 'system:webhooks',
    previousHash: '',
    hash: '',
    ...line,
  }));
  const drafts = await noticeDrafts(null as never, [{ stream, events }]);
  for (const draft of drafts.filter(({ kind }) => kind === 'notice.trouble')) {
    await tell(draft as unknown as Effect, {
      signal: new AbortController().signal,
      completeIn: async () => {},
    });
  }
  return sent.map(({ recipients, payload }) => ({
    to: recipients.type === 'entity' ? recipients.entityRef : recipients,
    words: `${payload.topic} ${payload.severity} ${payload.title} | ${payload.description}`,
    scope: payload.scope,
  }));
}

describe('administrators are told', () => {
  const run = {
    requestId: 'r1',
    requester: 'user:default/alice',
    policyKey: 'database-user',
    kind: 'scaffolder',
    execution: 'task/gate/key',
  };

  it("that a run went around its gate, and so is the policy's owner", async () => {
    const owner = 'group:default/leads';
    expect(
      await told(
        'run:r1',
        { type: 'run.resumed', payload: run },
        {
          type: 'run.bypassed',
          payload: { ...run, status: 'rejected', owner },
        },
        { type: 'run.done', payload: run },
      ),
    ).toEqual([
      {
        to: [ADMINS, owner],
        words:
          'trouble high Went on without its approval | What was to wait for approval under database-user did not: the request was rejected.',
        scope: 'run:r1',
      },
    ]);
  });

  it('that a run could not be let go on', async () => {
    expect(
      await told('run:r1', { type: 'run.given_up', payload: run }),
    ).toEqual([
      {
        to: [ADMINS],
        words:
          'trouble high Could not be let go on | What waits for approval under database-user was to go on by itself.',
        scope: 'run:r1',
      },
    ]);
  });

  it('that a webhook was disabled since it failed', async () => {
    expect(
      await told('webhook:e1', {
        type: 'webhook.disabled',
        payload: {
          id: 'e1',
          reason: 'failing',
          failingSince: '2026-11-22T14:00:00.000Z',
        },
      }),
    ).toEqual([
      {
        to: [ADMINS],
        words:
          'trouble high Webhook disabled: CI | It has failed since 22 Nov 2026, 14:00 UTC.',
        scope: 'webhook:e1',
      },
    ]);
  });

  it('that a message was given up, also by an endpoint that is gone', async () => {
    expect(
      await told('webhook:e2', {
        type: 'webhook.exhausted',
        payload: { id: 'e2', messageType: 'request.approved', attempts: 8 },
      }),
    ).toMatchObject([
      {
        words:
          'trouble high Webhook message given up | request.approved was tried 8 times.',
      },
    ]);
  });

  it('that the history does not verify', async () => {
    expect(
      await told('audit', { type: 'audit.broken', payload: {} }),
    ).toMatchObject([{ words: expect.stringContaining('does not verify') }]);
  });

  it.each([
    ['webhook:e1', 'webhook.disabled', { id: 'e1', reason: 'person' }],
    ['webhook:e1', 'webhook.retried', { id: 'e1' }],
    ['audit', 'audit.sealed', {}],
    ['audit', 'audit.text_erased', {}],
    ['audit', 'audit.retention_applied', {}],
    ['token:t1', 'token.made', {}],
  ])('nothing when all is well: %s, %s', async (stream, type, payload) => {
    expect(await told(stream, { type, payload })).toEqual([]);
  });
});
