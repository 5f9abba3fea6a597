import { IdentityApi } from '@backstage/frontend-plugin-api';
import {
  forgottenOnSignOut,
  rememberPerson,
  rememberedPerson,
} from './rememberedPerson';

const identity = (signOut: () => Promise<void>): IdentityApi => ({
  getProfileInfo: async () => ({ displayName: 'Alice Amari' }),
  getBackstageIdentity: async () => ({
    type: 'user',
    userEntityRef: 'user:default/alice',
    ownershipEntityRefs: [],
  }),
  getCredentials: async () => ({ token: 'token' }),
  signOut,
});

describe('who signed in', () => {
  it('is remembered until they sign out', async () => {
    const signedOut: string[] = [];
    rememberPerson('alice');
    const alice = forgottenOnSignOut(
      identity(async () => {
        signedOut.push(rememberedPerson() ?? 'nobody');
      }),
    );
    expect(rememberedPerson()).toBe('alice');
    expect(await alice.getCredentials()).toEqual({ token: 'token' });

    await alice.signOut();

    expect(rememberedPerson()).toBeUndefined();
    expect(signedOut).toEqual(['nobody']);
  });
});
