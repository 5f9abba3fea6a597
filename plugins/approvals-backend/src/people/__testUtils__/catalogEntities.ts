import { Entity } from '@backstage/catalog-model';

/** A User for tests, with the relations that the catalog would make. */
export function user(name: string, groups: string[] = []): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name, namespace: 'default' },
    spec: { profile: { displayName: `${name} of tests` } },
    relations: groups.map(inGroup => ({
      type: 'memberOf',
      targetRef: `group:default/${inGroup}`,
    })),
  };
}

/** A Group for tests, with the relations that the catalog would make. */
export function group(
  name: string,
  options: { members?: string[]; children?: string[]; parents?: string[] } = {},
): Entity {
  const { members = [], children = [], parents = [] } = options;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name, namespace: 'default' },
    spec: { type: 'team' },
    relations: [
      ...members.map(member => ({
        type: 'hasMember',
        targetRef: `user:default/${member}`,
      })),
      ...children.map(child => ({
        type: 'parentOf',
        targetRef: `group:default/${child}`,
      })),
      ...parents.map(parent => ({
        type: 'childOf',
        targetRef: `group:default/${parent}`,
      })),
    ],
  };
}

/** A Component for tests, owned by those refs. */
export function component(name: string, owners: string[]): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, namespace: 'default' },
    relations: owners.map(targetRef => ({ type: 'ownedBy', targetRef })),
  };
}
