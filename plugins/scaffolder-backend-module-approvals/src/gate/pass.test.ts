import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { initiatorOf } from './pass';

describe('who lets a run go on', () => {
  const auth = mockServices.auth();

  it.each([
    ['a person', mockCredentials.user('user:default/alice')],
    [
      'a person in another spelling',
      mockCredentials.user('User:Default/Alice'),
    ],
  ])('is %s, by the ref that requests have', (_, credentials) => {
    expect(initiatorOf(auth, credentials)).toBe('user:default/alice');
  });

  it('is a service, and no person', () => {
    expect(initiatorOf(auth, mockCredentials.service())).toBeUndefined();
  });

  it('is never nobody', () => {
    expect(() => initiatorOf(auth, mockCredentials.none())).toThrow(
      'whoever asked has to resume it',
    );
  });
});
