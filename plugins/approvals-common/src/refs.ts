import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { z } from 'zod';
import { LIMITS } from './limits';

/** `[kind:][namespace/]name`, without blanks and control characters. */
const WELL_FORMED =
  /^([^:/\s\p{Cc}\p{Surrogate}]+:)?([^:/\s\p{Cc}\p{Surrogate}]+\/)?[^:/\s\p{Cc}\p{Surrogate}]+$/u;

/**
 * The one spelling of an entity ref: parsed with default kind and namespace,
 * written lower-case. Undefined when it does not parse.
 */
export function normaliseRef(
  ref: string,
  defaultKind: string = 'user',
): string | undefined {
  if (ref.length > LIMITS.name || !WELL_FORMED.test(ref)) {
    return undefined;
  }
  try {
    return stringifyEntityRef(
      parseEntityRef(ref, { defaultKind, defaultNamespace: 'default' }),
    );
  } catch {
    return undefined;
  }
}

/** True when the normalised ref names an entity of that kind. */
export function isKind(ref: string, kind: string): boolean {
  return ref.startsWith(`${kind}:`);
}

const ref = (defaultKind: string, kinds: string[] | undefined, error: string) =>
  z
    .string()
    .min(1)
    .max(LIMITS.name)
    .overwrite(value => normaliseRef(value, defaultKind) ?? value)
    .refine(
      value =>
        normaliseRef(value, defaultKind) !== undefined &&
        (!kinds || kinds.some(kind => isKind(value, kind))),
      { error },
    );

/** A person: a catalog user ref, normalised (`Alice` becomes `user:default/alice`). */
export const userRef = () =>
  ref('user', ['user'], 'must be a user ref such as user:default/alice');

/** A group ref, normalised. */
export const groupRef = () =>
  ref('group', ['group'], 'must be a group ref such as group:default/platform');

/** A user or group ref, normalised; a bare name is a group. */
export const ownerRef = () =>
  ref(
    'group',
    ['group', 'user'],
    'must be a group or user ref such as group:default/platform',
  );

/** The ref of a software template, normalised. */
export const templateRef = () =>
  ref(
    'template',
    ['template'],
    'must be a template ref such as template:default/database-user',
  );

/** Any entity ref, normalised; a bare name is a component. */
export const entityRef = () =>
  ref(
    'component',
    undefined,
    'must be an entity ref such as component:default/billing',
  );
