import { TaskStep } from '@backstage/plugin-scaffolder-common';
import { gateOf } from './askingSteps';

const step = (id: string, action: string, requests?: unknown): TaskStep => ({
  id,
  name: id,
  action,
  input: requests === undefined ? undefined : { requests: requests as string },
});
const asks = (id: string) => step(id, 'approval:request');
const waits = (id: string, requests: unknown) =>
  step(id, 'approval:wait', requests);

describe('the step that lets go on what a step has asked for', () => {
  it.each<[string, TaskStep[], string | undefined]>([
    ['is a gate itself', [step('one', 'approval:gate')], 'one'],
    [
      'is a gate, whatever else has its id',
      [step('one', 'test:make'), step('one', 'approval:gate')],
      'one',
    ],
    ['is none where nothing waits', [asks('one')], undefined],
    ['is none before it', [waits('w', ['x']), asks('one')], undefined],
    [
      'is the wait that names it',
      [
        asks('one'),
        asks('one-more'),
        waits('w', '${{ steps.one.output.requestId }}'),
        waits('x', ['${{ steps["one-more"].output.requestId }}']),
      ],
      'w',
    ],
    [
      'is the last that may, where none names it',
      [asks('one'), waits('w', ['a']), waits('x', '${{ steps.two }}')],
      'x',
    ],
  ])('%s', (_, steps, id) => {
    expect(gateOf(steps, 'one')?.id).toBe(id);
  });

  it('is none in a run without such a step', () => {
    expect(gateOf([step('two', 'test:make')], 'one')).toBeUndefined();
  });
});
