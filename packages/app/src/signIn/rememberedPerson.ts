import { IdentityApi } from '@backstage/frontend-plugin-api';

const KEY = 'countersign.demo-user';

/** Who signed in with this browser and has not signed out since. */
export function rememberedPerson(): string | undefined {
  return window.localStorage.getItem(KEY) ?? undefined;
}

/** Keeps who signed in over a reload of the page. */
export function rememberPerson(name: string): void {
  window.localStorage.setItem(KEY, name);
}

/** The same identity, whose sign-out also forgets the person. */
export function forgottenOnSignOut(identity: IdentityApi): IdentityApi {
  return {
    getProfileInfo: () => identity.getProfileInfo(),
    getBackstageIdentity: () => identity.getBackstageIdentity(),
    getCredentials: () => identity.getCredentials(),
    async signOut() {
      window.localStorage.removeItem(KEY);
      await identity.signOut();
    },
  };
}
