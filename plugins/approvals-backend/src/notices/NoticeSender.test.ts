import { mockServices } from '@backstage/backend-test-utils';
import { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import { NoticeSender } from './NoticeSender';

const payload = { title: 'Approval wanted', link: '/approvals' };
const failed = (status: number) =>
  new Error(
    `Failed to send notifications: Error: Request failed with status ${status}`,
  );
const users = (many: number) =>
  Array.from({ length: many }, (_, index) => `user:default/u${index}`);

/** A sender whose Backstage fails as `fault` says; gives back whom it asked for. */
function start(fault: (asked: string[]) => Error | undefined) {
  const sent: NotificationSendOptions['recipients'][] = [];
  const logger = mockServices.logger.mock();
  let time = 0;
  const sender = new NoticeSender({
    service: {
      send: async ({ recipients }) => {
        const { entityRef } = recipients as { entityRef: string[] };
        const error = fault(entityRef);
        if (error) throw error;
        sent.push(recipients);
      },
    },
    logger,
    now: () => time,
  });
  return {
    sender,
    sent,
    logger,
    pass: (millis: number) => {
      time += millis;
    },
  };
}

describe('notices', () => {
  it('go to many in one call, and to very many in a few', async () => {
    const { sender, sent } = start(() => undefined);
    await sender.send({ recipients: users(1_000), payload });
    expect(sent).toHaveLength(5);
    expect(
      sent.flatMap(({ ...recipients }) =>
        recipients.type === 'entity' ? recipients.entityRef : [],
      ),
    ).toEqual(users(1_000));
  });

  it('to groups leave out who is told otherwise; among users there is nobody to leave out', async () => {
    const { sender, sent } = start(() => undefined);
    const exclude = ['user:default/bob'];
    await sender.send({ recipients: users(1), exclude, payload });
    await sender.send({ recipients: ['group:default/a'], exclude, payload });
    expect(sent).toEqual([
      { type: 'entity', entityRef: users(1) },
      {
        type: 'entity',
        entityRef: ['group:default/a'],
        excludeEntityRef: exclude,
      },
    ]);
  });

  it('reach the others where Backstage does not take one of them', async () => {
    const { sender, sent, logger } = start(asked =>
      asked.includes('user:default/u1') ? failed(400) : undefined,
    );
    await sender.send({ recipients: users(3), payload });
    expect(sent).toEqual([
      { type: 'entity', entityRef: ['user:default/u0'] },
      { type: 'entity', entityRef: ['user:default/u2'] },
    ]);
    expect(logger.warn).toHaveBeenCalledTimes(1);
  });

  it.each([failed(500), failed(503), failed(429), new Error('fetch failed')])(
    'fail as a whole, to be sent again, on: %s',
    async error => {
      const { sender } = start(() => error);
      await expect(
        sender.send({ recipients: users(3), payload }),
      ).rejects.toThrow(error);
    },
  );

  it('are dropped where notifications are not installed, which is told once and tried every ten minutes', async () => {
    const asked: string[][] = [];
    const { sender, logger, pass } = start(refs => {
      asked.push(refs);
      return failed(404);
    });
    await sender.send({ recipients: users(1_000), payload });
    await sender.send({ recipients: users(1), payload });
    expect(asked).toHaveLength(1);
    pass(10 * 60_000);
    await sender.send({ recipients: users(1), payload });
    expect(asked).toHaveLength(2);
    expect(logger.info).toHaveBeenCalledTimes(1);
    expect(logger.warn).not.toHaveBeenCalled();
  });
});
