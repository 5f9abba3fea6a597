import { BackstagePrincipalAccessRestrictions } from '@backstage/backend-plugin-api';
import { mockCredentials } from '@backstage/backend-test-utils';

/** Who sends: a person by name, something that acts for one, or a service. */
export type Who =
  | string
  | { person: string; actor: string }
  | { service: keyof typeof SERVICES }
  | { plugin: string }
  | { header: string };

const SERVICES = {
  /** Its token names no permissions. */
  ci: undefined,
  /** Its token names no permissions either. */
  other: undefined,
  /** May use passes, and ask. */
  runner: {
    permissionNames: ['approvals.request.create', 'approvals.pass.consume'],
  },
  /** May read whatever has an action `read`. */
  reader: { permissionAttributes: { action: ['read'] } },
  /** May write and activate policies, and read them. */
  publisher: {
    permissionNames: [
      'approvals.policy.read',
      'approvals.policy.write',
      'approvals.policy.activate',
    ],
  },
  /** May do what administrators do; what only people may it may not. */
  steward: {
    permissionNames: [
      'approvals.request.read',
      'approvals.request.cancel',
      'approvals.task.override',
      'approvals.task.reassign',
      'approvals.delegation.manage',
      'approvals.webhook.manage',
    ],
  },
} satisfies Record<string, BackstagePrincipalAccessRestrictions | undefined>;

/** The restrictions of the token that a service subject comes with. */
export function restrictionsOf(
  subject: string,
): BackstagePrincipalAccessRestrictions | undefined {
  const name = subject.replace('external:', '');
  return Object.hasOwn(SERVICES, name)
    ? SERVICES[name as keyof typeof SERVICES]
    : undefined;
}

/** A person's ref by their name; a ref stays as it is. */
export function ref(name: string): string {
  return name.includes(':') ? name : `user:default/${name}`;
}

/** The authorization header of a caller. */
export function headerOf(who: Who): string {
  if (typeof who === 'string') {
    return mockCredentials.user.header(ref(who));
  }
  if ('header' in who) {
    return who.header;
  }
  if ('service' in who) {
    return mockCredentials.service.header({
      onBehalfOf: mockCredentials.service(`external:${who.service}`),
      targetPluginId: 'approvals',
    });
  }
  if ('plugin' in who) {
    return mockCredentials.service.header({
      onBehalfOf: mockCredentials.service(`plugin:${who.plugin}`),
      targetPluginId: 'approvals',
    });
  }
  const { person, actor } = who;
  const token = mockCredentials.user.token(ref(person), {
    actor: { subject: actor },
  });
  return `Bearer ${token}`;
}
