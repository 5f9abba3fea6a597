import type { RunStep } from '@countersign/backstage-plugin-approvals-common';
import type { Standing } from './runLine';
import { StepStanding, stepStandingOf } from './stepStanding';

const BEFORE = { isGate: false, behindGate: false };
const GATE = { isGate: true, behindGate: false };
const AFTER = { isGate: false, behindGate: true };

describe('how a step stands', () => {
  it.each<[Standing, typeof GATE, RunStep['status'], StepStanding]>([
    ['waiting', BEFORE, 'done', 'done'],
    ['waiting', BEFORE, 'next', 'later'],
    ['waiting', GATE, 'waiting', 'waiting'],
    ['waiting', AFTER, 'next', 'next'],
    ['waiting', AFTER, 'waiting', 'waiting'],
    ['resuming', GATE, 'waiting', 'later'],
    ['resuming', AFTER, 'next', 'later'],
    ['running', AFTER, 'running', 'running'],
    ['running', AFTER, 'next', 'later'],
    ['done', AFTER, 'skipped', 'skipped'],
    ['failed', AFTER, 'failed', 'failed'],
    ['failed', AFTER, 'next', 'notRun'],
    ['gone', GATE, 'waiting', 'notRun'],
    ['gone', AFTER, 'next', 'notRun'],
    ['bypassed', AFTER, 'next', 'notRun'],
    ['stopped', BEFORE, 'done', 'done'],
    ['stopped', GATE, 'waiting', 'stopped'],
    ['stopped', GATE, 'failed', 'stopped'],
    ['stopped', AFTER, 'next', 'never'],
    ['cancelled', GATE, 'waiting', 'stopped'],
    ['cancelled', GATE, 'done', 'done'],
    ['cancelled', AFTER, 'skipped', 'never'],
    ['cancelled', AFTER, 'failed', 'failed'],
  ])(
    'in a run that is %s, of one with %j that is %s: %s',
    (run, { isGate, behindGate }, status, standing) => {
      expect(stepStandingOf({ status, isGate }, { run, behindGate })).toBe(
        standing,
      );
    },
  );
});
