import { EMPTY_SUBJECT, faultsOf, subjectOf, suggestedId } from './subject';

describe('the subject of a new request', () => {
  it.each([
    ['Keycloak client billing-web', 'keycloak-client-billing-web'],
    ['  Ärger mit Öl & Gas! ', 'arger-mit-ol-gas'],
    ['***', ''],
  ])('gets an id from its title: "%s"', (title, id) => {
    expect(suggestedId(title)).toBe(id);
  });

  it('needs title and id, and a link that is one', () => {
    expect(faultsOf(EMPTY_SUBJECT)).toEqual({
      title: 'ask.missing',
      id: 'ask.missing',
    });
    expect(
      faultsOf({ title: 'A', id: 'a', link: 'data:text/html,hello' }),
    ).toEqual({ link: 'ask.badLink' });
    expect(
      faultsOf({ title: 'A', id: 'a', link: 'https://x.example' }),
    ).toEqual({});
  });

  it('is sent without what was left empty', () => {
    expect(subjectOf('kind', { title: ' A ', id: 'a', link: ' ' })).toEqual({
      type: 'kind',
      title: 'A',
      id: 'a',
    });
  });
});
