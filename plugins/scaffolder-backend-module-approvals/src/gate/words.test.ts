import { linkTo, listed, plain, quoted } from './words';

describe('words in messages', () => {
  it.each([
    ['a *b* _c_ `d`', 'a \\*b\\* \\_c\\_ \\`d\\`'],
    ['[x](javascript:y)', '\\[x\\]\\(javascript:y\\)'],
    ['<img src=x>', '\\<img src=x\\>'],
    ['# one\n- two', '\\# one \\- two'],
    ['plain words', 'plain words'],
  ])('%j stay what they are', (text, shown) => {
    expect(plain(text)).toBe(shown);
  });

  it('are cut where they get long, and end without a full stop', () => {
    expect(quoted('Too large.')).toBe('Too large');
    expect(quoted('x'.repeat(10_000))).toHaveLength(300);
  });

  it.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a and b'],
    [['a', 'b', 'c'], 'a, b and c'],
  ])('%j are listed', (words, text) => {
    expect(listed(words)).toBe(text);
  });

  it('lead to the page of a request', () => {
    expect(
      linkTo('https://portal', { id: '1', subject: { title: 'A [b]' } }),
    ).toBe('[A \\[b\\]](https://portal/approvals/requests/1)');
  });
});
