import {
  readFilters,
  RequestFilters,
  requestQueryOf,
  writeFilters,
} from './requestFilters';

describe('the filters of a list of requests', () => {
  it.each<[string, RequestFilters]>([
    ['', { words: '' }],
    ['q=a+b', { words: 'a b' }],
    ['policy=demo', { words: '', policyKey: 'demo' }],
    ['status=open', { words: '', status: 'open' }],
    [
      'q=x&policy=p&status=rejected',
      { words: 'x', policyKey: 'p', status: 'rejected' },
    ],
  ])('live in the address as "%s", both ways', (address, filters) => {
    expect(readFilters(new URLSearchParams(address))).toEqual(filters);
    expect(writeFilters(filters).toString()).toBe(address);
  });

  it('take an unknown status for none', () => {
    expect(readFilters(new URLSearchParams('status=dancing')).status).toBe(
      undefined,
    );
  });

  it('ask the API for all statuses of a family', () => {
    expect(requestQueryOf({ words: '', status: 'open' }).status).toEqual([
      'in_review',
      'changes_requested',
    ]);
    expect(requestQueryOf({ words: '', status: 'expired' }).status).toBe(
      'expired',
    );
  });
});
