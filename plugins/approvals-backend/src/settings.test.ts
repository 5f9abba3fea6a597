import { mockServices } from '@backstage/backend-test-utils';
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
