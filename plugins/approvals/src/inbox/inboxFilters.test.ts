import {
  InboxFilters,
  isFiltered,
  readFilters,
  taskQueryOf,
  writeFilters,
} from './inboxFilters';

describe('the filters of the inbox', () => {
  const none: InboxFilters = { words: '', overdue: false };

  it.each<[string, InboxFilters]>([
    ['', none],
    ['q=ledger+prod', { ...none, words: 'ledger prod' }],
    ['policy=demo.v1', { ...none, policyKey: 'demo.v1' }],
    [
      'requester=user%3Adefault%2Falice',
      { ...none, requester: 'user:default/alice' },
    ],
    ['overdue=true', { ...none, overdue: true }],
    [
      'q=x&policy=p&requester=user%3Adefault%2Falice&overdue=true',
      {
        words: 'x',
        policyKey: 'p',
        requester: 'user:default/alice',
        overdue: true,
      },
    ],
  ])('live in the address as "%s", both ways', (address, filters) => {
    expect(readFilters(new URLSearchParams(address))).toEqual(filters);
    expect(writeFilters(filters).toString()).toBe(address);
  });

  it('take only "true" for overdue', () => {
    expect(readFilters(new URLSearchParams('overdue=1')).overdue).toBe(false);
  });

  it('ask the API for what is set, without stray blanks', () => {
    expect(taskQueryOf({ ...none, words: '  ' })).toEqual({});
    expect(taskQueryOf({ ...none, words: ' a ', overdue: true })).toEqual({
      q: 'a',
      overdue: 'true',
    });
  });

  it('know whether anything is narrowed', () => {
    expect(isFiltered(none)).toBe(false);
    expect(isFiltered({ ...none, overdue: true })).toBe(true);
  });
});
