import { TaskStep } from '@backstage/plugin-scaffolder-common';
import { goesOnWhenRejected } from './goesOnWhenRejected';

const step = (id: string, action: string, input = {}): TaskStep => ({
  ...{ id, name: id, action, input },
});
const gate = (onRejected?: string) =>
  step('gate', 'approval:gate', { onRejected });
const ask = step('ask', 'approval:request');
const wait = (onRejected?: string) =>
  step('wait', 'approval:wait', {
    requests: '${{ steps.ask.output.requestId }}',
    onRejected,
  });
const other = (id: string) => step(id, 'test:make');

const WORKED_OUT = '${{ "continue" if parameters.yes else "fail" }}';
const LEFT_OUT = 'Skipping step gate because its if condition was false';
const FAILED = 'Skipping step gate because a previous step failed';

describe('whether a run goes on after a refusal', () => {
  it.each<[string, TaskStep[], boolean, string?]>([
    ['no, where nothing is said', [gate()], false],
    ['no, where it is to fail', [gate('fail')], false],
    ['yes, where it is to go on', [gate('continue')], true],
    ['yes, by what was filled in', [gate('${{ parameters.then }}')], true],
    ['yes, further down', [gate('${{parameters.deep.then}}')], true],
    ['no, by what was filled in', [gate('${{ parameters.yes }}')], false],
    ['no, where nothing was', [gate('${{ parameters.no.more }}')], false],
    ['perhaps, where it is worked out', [gate(WORKED_OUT)], true],
    ['perhaps, before it has run', [gate(WORKED_OUT)], true, FAILED],
    ['no, where it was left out', [gate(WORKED_OUT)], false, LEFT_OUT],
    ['no, left out, whatever it says', [gate('continue')], false, LEFT_OUT],
    [
      'no, left out, whatever was filled in',
      [gate('${{ parameters.then }}')],
      false,
      LEFT_OUT,
    ],
    ['yes, where it is to come yet', [gate('continue')], true, FAILED],
    ['by the step that waits', [ask, wait('continue')], true],
    ['by no step, where none waits', [ask], false],
    [
      'no, where another step has its id',
      [other('gate'), gate('continue')],
      false,
    ],
    [
      'no, where another has that of the one that asks',
      [other('ask'), ask, wait('continue')],
      false,
    ],
    [
      'no, where another has that of the one that waits',
      [ask, wait('continue'), other('wait')],
      false,
    ],
  ])('%s', (_, steps, isSo, skipped = '') => {
    const parameters = {
      then: 'continue',
      deep: { then: 'continue' },
      yes: true,
    };
    const record = {
      task: { status: 'failed', spec: { steps, parameters } },
      events: skipped
        ? [
            {
              body: { stepId: 'gate', status: 'skipped', message: skipped },
            },
          ]
        : [],
    } as unknown as Parameters<typeof goesOnWhenRejected>[0];
    const asking = steps.some(({ id }) => id === 'ask') ? 'ask' : 'gate';
    expect(goesOnWhenRejected(record, asking)).toBe(isSo);
  });
});
