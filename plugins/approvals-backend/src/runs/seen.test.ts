import { waitsFor } from './seen';

const NOW = '2026-11-27T09:00:00.000Z';
const run = {
  state: 'waiting' as const,
  isGivenUp: false,
  needsRequester: false,
  takesRefusal: false,
};
const open = { status: 'open' as const };
const over = { ...open, expiresAt: NOW };

describe('who lets a run go on', () => {
  it.each([
    ['of a request under review', {}, 'in_review', undefined, undefined],
    ['that is approved', {}, 'approved', open, 'service'],
    [
      'that needs secrets',
      { needsRequester: true },
      'approved',
      open,
      'requester',
    ],
    ['that was given up', { isGivenUp: true }, 'approved', open, 'requester'],
    ['that moves', { state: 'running' as const }, 'approved', open, undefined],
    ['whose approval is over', {}, 'approved', over, undefined],
    [
      'whose approval was used',
      {},
      'approved',
      { status: 'consumed' as const },
      undefined,
    ],
    ['that was refused', {}, 'rejected', undefined, undefined],
    [
      'that takes a refusal',
      { takesRefusal: true },
      'withdrawn',
      undefined,
      'service',
    ],
    [
      'that will take one',
      { takesRefusal: true },
      'in_review',
      undefined,
      undefined,
    ],
  ] as const)('%s', (_, more, status, pass, who) => {
    const definition = { resumeAs: 'service' as const };
    expect(
      waitsFor({ ...run, ...more }, { status, pass, definition }, NOW),
    ).toBe(who);
  });

  it('is whoever asked, where the policy lets no service', () => {
    const definition = { resumeAs: 'requester' as const };
    expect(
      waitsFor(run, { status: 'approved', pass: open, definition }, NOW),
    ).toBe('requester');
  });
});
