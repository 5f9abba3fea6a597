import {
  AuditFilters,
  auditQueryOf,
  readFilters,
  streamOf,
  writeFilters,
} from './auditFilters';

const ID = '019ab3c4-0000-7000-8000-00000000000a';

describe('the filters of the audit', () => {
  it.each<[string, AuditFilters]>([
    ['', { about: '' }],
    ['about=policy%3Adeploy', { about: 'policy:deploy' }],
    [
      'type=task.decided&actor=user%3Adefault%2Fbob',
      { about: '', type: 'task.decided', actor: 'user:default/bob' },
    ],
    [
      'from=2026-11-24&to=2026-11-25',
      { about: '', from: '2026-11-24', to: '2026-11-25' },
    ],
  ])('live in the address as "%s", both ways', (address, filters) => {
    expect(readFilters(new URLSearchParams(address))).toEqual(filters);
    expect(writeFilters(filters).toString()).toBe(address);
  });

  it('leave out what cannot be meant', () => {
    const params = new URLSearchParams(
      'type=dancing&from=tomorrow&to=2026-99-1',
    );
    expect(readFilters(params)).toEqual({ about: '' });
  });

  it.each([
    [ID, `request:${ID}`],
    [ID.toUpperCase(), `request:${ID}`],
    [` https://portal/approvals/requests/${ID}?x=1 `, `request:${ID}`],
    [`request:${ID}`, `request:${ID}`],
    [`delegation:${ID}`, `delegation:${ID}`],
    ['policy:deploy', 'policy:deploy'],
    ['audit', 'audit'],
    ['  ', undefined],
  ])('take "%s" for the stream "%s"', (about, stream) => {
    expect(streamOf(about)).toBe(stream);
  });

  it('ask for whole days of the reader', () => {
    const query = auditQueryOf({
      about: '',
      from: '2026-11-24',
      to: '2026-11-30',
    });
    expect(query).toEqual({
      after: new Date(2026, 10, 24).toISOString(),
      before: new Date(2026, 11, 1).toISOString(),
    });
  });
});
