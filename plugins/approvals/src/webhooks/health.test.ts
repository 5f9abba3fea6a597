import type { Webhook } from '@countersign/backstage-plugin-approvals-common';
import { webhook } from '../__testUtils__/webhooks';
import { Health, healthOf } from './health';

const MADE = webhook().createdAt;
const FIRST = '2026-11-22T09:00:00.000Z';
const LATER = '2026-11-23T09:00:00.000Z';

describe('the health of an endpoint', () => {
  it.each<[string, Partial<Webhook>, Health]>([
    [
      'unused while nothing was sent',
      { health: { waiting: 0 } },
      { state: 'unused', at: MADE },
    ],
    [
      'healthy by its last success',
      { health: { lastSuccessAt: FIRST, waiting: 3 } },
      { state: 'healthy', at: FIRST },
    ],
    [
      'failing since its first failure, whatever it took before',
      {
        health: {
          lastSuccessAt: FIRST,
          failingSince: LATER,
          lastError: 'It answered 500',
          waiting: 1,
        },
      },
      { state: 'failing', at: LATER, error: 'It answered 500' },
    ],
    [
      'disabled by hand, however it did before',
      {
        enabled: false,
        disabledAt: LATER,
        disabledReason: 'person',
        health: { failingSince: FIRST, lastError: 'x', waiting: 0 },
      },
      { state: 'disabled', at: LATER },
    ],
    [
      'stopped when it failed too long',
      {
        enabled: false,
        disabledAt: LATER,
        disabledReason: 'failing',
        health: { failingSince: FIRST, lastError: 'No answer', waiting: 9 },
      },
      { state: 'stopped', at: LATER, error: 'No answer' },
    ],
  ])('is %s', (_, more, health) => {
    expect(healthOf(webhook(more))).toEqual(health);
  });
});
