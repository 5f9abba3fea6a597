import { normaliseRef } from '@countersign/backstage-plugin-approvals-common';
import { Caller } from '..';

/** A user ref from a first name. */
export const ref = (name: string) => normaliseRef(name) ?? name;

/** The first name in a user ref. */
export const nameOf = (user: string) => user.replace('user:default/', '');

/** A caller; without settings a plain person of the catalog. */
export function person(name: string, settings: Partial<Caller> = {}): Caller {
  return {
    kind: 'user',
    ref: ref(name),
    isUser: true,
    delegators: [],
    may: { override: false, reassign: false, cancel: false, consume: false },
    ownsPolicy: false,
    ...settings,
  };
}

/** Somebody whose permissions allow everything. */
export const admin = (name: string, settings: Partial<Caller> = {}) =>
  person(name, {
    may: { override: true, reassign: true, cancel: true, consume: true },
    ownsPolicy: true,
    ...settings,
  });

/** Somebody to whom others have delegated. */
export const delegateOf = (name: string, ...delegators: string[]) =>
  person(name, {
    delegators: delegators.map(given => ({
      person: ref(given),
      isUser: true,
    })),
  });

/** A service that may ask for executions. */
export const service = (name = 'external:ci', consume = true): Caller => ({
  ...person(name),
  kind: 'service',
  ref: name,
  isUser: false,
  may: { override: false, reassign: false, cancel: false, consume },
});
