import { executionId, parseExecutionId } from './execution';

describe('the id of an execution', () => {
  it.each([
    ['plain', { taskId: 't', stepId: 'approval', key: 'a.b:c' }],
    [
      'of a step whose id has slashes',
      { taskId: 't', stepId: 'a/b', key: 'c' },
    ],
    ['of a step whose id is empty', { taskId: 't', stepId: '', key: 'c' }],
  ])('is read as it was written: %s', (_, execution) => {
    expect(parseExecutionId(executionId(execution))).toEqual(execution);
  });

  it.each(['', 't', 't/s', '/s/k', 't/s/'])('is not %j', id => {
    expect(parseExecutionId(id)).toBeUndefined();
  });
});
