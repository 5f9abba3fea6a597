import { mockServices } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { readSettings } from './settings';

const retentionOf = (retention: Record<string, string>) =>
  readSettings(mockServices.rootConfig({ data: { approvals: { retention } } }))
    .retention;

describe('the settings of retention', () => {
  it('keep facts and words of ended requests for ever unless told otherwise', () => {
    const retention = retentionOf({ outbox: 'P1D' });
    expect(retention).toMatchObject({ outbox: 86_400_000 });
    expect(retention).not.toHaveProperty('contexts');
    expect(retention).not.toHaveProperty('texts');
  });

  it('keep what was given up longer than what was done, unless told otherwise', () => {
    const DAY = 86_400_000;
    expect(retentionOf({})).toMatchObject({
      outbox: 7 * DAY,
      exhausted: 90 * DAY,
    });
    expect(retentionOf({ exhausted: 'P30D' }).exhausted).toBe(30 * DAY);
  });

  it('are durations since the end', () => {
    expect(retentionOf({ contexts: 'P30D', texts: '1h' })).toMatchObject({
      contexts: 30 * 86_400_000,
      texts: 3_600_000,
    });
  });

  it.each(['contexts', 'texts'])('refuse %s of less than an hour', what => {
    expect(() => retentionOf({ [what]: '59m' })).toThrow(
      `approvals.retention.${what} must be an hour at least`,
    );
  });
});

describe('the settings of webhooks', () => {
  const read = (approvals: JsonObject, isProduction = false) =>
    readSettings(
      mockServices.rootConfig({ data: { approvals } }),
      isProduction,
    );
  const keys = [{ secret: 'k'.repeat(43) }];

  it('try for about a day, and have the limits of the documentation', () => {
    expect(read({}).webhooks).toEqual({
      retryDelays: [5, 60, 300, 1_800, 7_200, 21_600, 43_200].map(
        seconds => seconds * 1_000,
      ),
      timeout: 10_000,
      concurrency: 5,
      keepOldSecret: 86_400_000,
      disableAfter: 5 * 86_400_000,
      keepQueue: 30 * 86_400_000,
    });
    expect(read({}).retention.deliveries).toBe(90 * 86_400_000);
  });

  it('take durations as text and as objects', () => {
    const webhooks = {
      retryDelays: ['PT1S', { minutes: 2 }, '3h'],
      timeout: 'PT3S',
      concurrency: 2,
    };
    expect(read({ webhooks }).webhooks).toMatchObject({
      retryDelays: [1_000, 120_000, 10_800_000],
      timeout: 3_000,
      concurrency: 2,
    });
  });

  it.each<JsonObject>([
    { retryDelays: ['soon'] },
    { retryDelays: 'PT1S' },
    { concurrency: 0 },
    { concurrency: 1.5 },
    { timeout: 'for ever' },
  ])('refuse %j', webhooks => {
    expect(() => read({ webhooks })).toThrow();
  });

  it('must have a key to encrypt with in production', () => {
    expect(() => read({}, true)).toThrow('openssl rand -base64 32');
    expect(() => read({ encryption: { keys: [] } }, true)).toThrow(
      'approvals.encryption.keys is empty',
    );
    expect(read({ encryption: { keys } }, true).encryptionKeys).toEqual([
      keys[0].secret,
    ]);
    expect(read({}).encryptionKeys).toEqual([]);
  });
});
