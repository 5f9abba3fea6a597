import { taskItem } from '../__testUtils__/fixtures';
import {
  changeDecided,
  DecidedChange,
  neighbourOf,
  NOTHING_DECIDED,
  rowsOf,
} from './rows';

const [a, b, c] = [taskItem('a'), taskItem('b'), taskItem('c')];

function after(...changes: DecidedChange[]) {
  return changes.reduce(changeDecided, NOTHING_DECIDED);
}

const shown = (...changes: DecidedChange[]) =>
  rowsOf([a, b, c], after(...changes)).map(({ id, refusal }) =>
    refusal ? `${id}: ${refusal}` : id,
  );

describe('the rows of the inbox', () => {
  it('leave as soon as their decision is sent', () => {
    expect(shown({ type: 'sent', tasks: [a, c] })).toEqual(['b']);
  });

  it('come back in their place with the reason when the server refused', () => {
    expect(
      shown(
        { type: 'sent', tasks: [b] },
        { type: 'refused', task: b, message: 'Too late' },
      ),
    ).toEqual(['a', 'b: Too late', 'c']);
  });

  it('leave again when they are decided again', () => {
    expect(
      shown(
        { type: 'refused', task: b, message: 'Too late' },
        { type: 'sent', tasks: [b] },
      ),
    ).toEqual(['a', 'c']);
  });

  it('stay to tell their reason though the server lists them no more, until dismissed', () => {
    const refused = after({ type: 'refused', task: b, message: 'Too late' });
    expect(rowsOf([a], refused).map(({ id }) => id)).toEqual(['b', 'a']);
    const dismissed = changeDecided(refused, {
      type: 'dismissed',
      taskId: 'b',
    });
    expect(rowsOf([a], dismissed).map(({ id }) => id)).toEqual(['a']);
  });
});

describe('the row that takes the focus', () => {
  const rows = rowsOf([a, b, c], NOTHING_DECIDED);

  it.each([
    ['the next one', ['a'], 'b'],
    ['the one before at the end', ['c'], 'b'],
    ['the next that stays', ['a', 'b'], 'c'],
    ['the last that stays', ['b', 'c'], 'a'],
    ['none when all leave', ['a', 'b', 'c'], undefined],
  ])('is %s', (_, leaving, next) => {
    expect(neighbourOf(rows, leaving)).toBe(next);
  });
});
