import { Entity } from '@backstage/catalog-model';
import {
  component,
  group,
  user,
} from '../../people/__testUtils__/catalogEntities';

/** So many people that no stage takes them all. */
export const THOUSANDS = 2_000;
/** Enough people for a crowd in front of one stage. */
export const CROWD = 50;

const GROUPS: Record<string, string[]> = {
  platform: ['bob', 'carol', 'dave'],
  leads: ['dave'],
  'approvals-admins': ['erin'],
  'approvals-viewers': ['vera'],
};

const PEOPLE = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'vera'];

const numbered = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${name}${index + 1}`);

/** The people of `group:default/crowd`. */
export const crowd = numbered('crowd', CROWD);

/** The groups of somebody, by their ref. */
export function groupsOf(userRef: string): string[] {
  const name = userRef.replace('user:default/', '');
  return Object.entries(GROUPS)
    .filter(([, members]) => members.includes(name))
    .map(([groupName]) => `group:default/${groupName}`);
}

/** The catalog of the tests: a few people, a crowd, and a group too large to ask. */
export function catalogEntities(options: { thousands?: boolean }): Entity[] {
  const many = options.thousands ? numbered('many', THOUSANDS) : [];
  const groups = { ...GROUPS, crowd, thousands: many };
  return [
    ...[...PEOPLE, ...crowd, ...many].map(name =>
      user(
        name,
        groupsOf(`user:default/${name}`).map(ref => ref.split('/')[1]),
      ),
    ),
    ...Object.entries(groups).map(([name, members]) =>
      group(name, { members }),
    ),
    component('billing', ['group:default/platform', 'user:default/frank']),
  ];
}
