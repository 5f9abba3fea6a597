import { webhook } from '../../__testUtils__/webhooks';
import {
  changesOf,
  draftOf,
  EMPTY_DRAFT,
  faultsByField,
  missingIn,
  withUse,
} from './draft';

describe('the form of an endpoint', () => {
  it('misses name, address and a use', () => {
    expect(missingIn(EMPTY_DRAFT)).toEqual(['name', 'url']);
    expect(
      missingIn({ ...EMPTY_DRAFT, name: ' ', url: 'https://x.y', usedFor: [] }),
    ).toEqual(['name', 'usedFor']);
  });

  it('puts what the server says to its field, and keeps the rest', () => {
    expect(
      faultsByField([
        { path: '/url', message: 'must be an https address' },
        { path: '/types/3', message: 'must be a type' },
        { path: '/types/4', message: 'must be a type, too' },
        { path: '/other', message: 'is unknown' },
        { path: '', message: 'too much' },
      ]),
    ).toEqual({
      fields: {
        url: 'must be an https address',
        types: 'must be a type · must be a type, too',
      },
      others: ['/other is unknown', 'too much'],
    });
  });

  it('sends only what was changed', () => {
    const before = webhook({ types: ['request.approved'] });
    const draft = draftOf(before);
    expect(changesOf(before, draft)).toEqual({});
    expect(changesOf(before, { ...draft, name: ' CI ', types: [] })).toEqual({
      name: 'CI',
      types: [],
    });
  });

  it('takes being told what happens for being called back, too', () => {
    expect(withUse(['callbacks', 'rules'], 'events', true)).toEqual([
      'rules',
      'events',
    ]);
    expect(withUse(['rules', 'events'], 'events', false)).toEqual(['rules']);
    expect(withUse(['rules'], 'callbacks', true)).toEqual([
      'rules',
      'callbacks',
    ]);
  });
});
