import { mockCredentials } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  Permission,
  createPermission,
} from '@backstage/plugin-permission-common';
import { PolicyQueryUser } from '@backstage/plugin-permission-node';
import { ExamplePermissionPolicy } from './ExamplePermissionPolicy';

const policy = new ExamplePermissionPolicy();

function person(name: string, ...groups: string[]): PolicyQueryUser {
  const userEntityRef = `user:default/${name}`;
  return {
    credentials: mockCredentials.user(userEntityRef),
    info: {
      userEntityRef,
      ownershipEntityRefs: [
        userEntityRef,
        ...groups.map(group => `group:default/${group}`),
      ],
    },
  };
}

const people = {
  erin: person('erin', 'security', 'approvals-admins'),
  viewer: person('vera', 'approvals-viewers'),
  alice: person('alice', 'billing'),
};

const basic = (name: string, action?: 'read' | 'create' | 'delete') =>
  createPermission({ name, attributes: { action } });

const aboutRequest = (name: string, action?: 'read') =>
  createPermission({
    name,
    attributes: { action },
    resourceType: 'approvals-request',
  });

const { ALLOW, DENY, CONDITIONAL } = AuthorizeResult;

const permissions: Record<string, Permission> = {
  'approvals.request.create': basic('approvals.request.create', 'create'),
  'approvals.request.read': aboutRequest('approvals.request.read', 'read'),
  'approvals.request.cancel': aboutRequest('approvals.request.cancel'),
  'approvals.task.override': aboutRequest('approvals.task.override'),
  'approvals.task.reassign': aboutRequest('approvals.task.reassign'),
  'approvals.pass.consume': basic('approvals.pass.consume'),
  'approvals.policy.read': createPermission({
    name: 'approvals.policy.read',
    attributes: { action: 'read' },
    resourceType: 'approvals-policy',
  }),
  'approvals.policy.write': basic('approvals.policy.write'),
  'approvals.policy.activate': basic('approvals.policy.activate'),
  'approvals.delegation.manage': basic('approvals.delegation.manage'),
  'approvals.webhook.manage': basic('approvals.webhook.manage'),
  'approvals.audit.read': basic('approvals.audit.read', 'read'),
  'catalog.entity.read': createPermission({
    name: 'catalog.entity.read',
    attributes: { action: 'read' },
    resourceType: 'catalog-entity',
  }),
  'catalog.entity.delete': createPermission({
    name: 'catalog.entity.delete',
    attributes: { action: 'delete' },
    resourceType: 'catalog-entity',
  }),
  'catalog.location.create': basic('catalog.location.create', 'create'),
  'scaffolder.task.create': basic('scaffolder.task.create', 'create'),
  'scaffolder.task.read': createPermission({
    name: 'scaffolder.task.read',
    attributes: { action: 'read' },
    resourceType: 'scaffolder-task',
  }),
};

describe('the example permission policy', () => {
  it.each([
    // permission                    admin  viewer  anybody else
    ['approvals.request.create', ALLOW, ALLOW, ALLOW],
    ['approvals.request.read', ALLOW, ALLOW, CONDITIONAL],
    ['approvals.request.cancel', ALLOW, DENY, DENY],
    ['approvals.task.override', ALLOW, DENY, DENY],
    ['approvals.task.reassign', ALLOW, DENY, DENY],
    ['approvals.pass.consume', ALLOW, DENY, DENY],
    ['approvals.policy.read', ALLOW, ALLOW, CONDITIONAL],
    ['approvals.policy.write', ALLOW, DENY, DENY],
    ['approvals.policy.activate', ALLOW, DENY, DENY],
    ['approvals.delegation.manage', ALLOW, DENY, DENY],
    ['approvals.webhook.manage', ALLOW, DENY, DENY],
    ['approvals.audit.read', ALLOW, ALLOW, DENY],
    ['catalog.entity.read', ALLOW, ALLOW, ALLOW],
    ['catalog.entity.delete', ALLOW, DENY, DENY],
    ['catalog.location.create', ALLOW, DENY, DENY],
    ['scaffolder.task.create', ALLOW, ALLOW, ALLOW],
    ['scaffolder.task.read', ALLOW, CONDITIONAL, CONDITIONAL],
  ] as const)(
    '%s: administrators %s, viewers %s, everybody else %s',
    async (name, admin, viewer, everybody) => {
      const asked = { permission: permissions[name] };
      const answers = await Promise.all(
        [people.erin, people.viewer, people.alice].map(user =>
          policy.handle(asked, user),
        ),
      );
      expect(answers.map(answer => answer.result)).toEqual([
        admin,
        viewer,
        everybody,
      ]);
    },
  );

  it('shows everybody what they asked for, are part of, or is under a policy of theirs', async () => {
    const answer = await policy.handle(
      { permission: permissions['approvals.request.read'] },
      people.alice,
    );
    expect(answer).toMatchObject({
      pluginId: 'approvals',
      resourceType: 'approvals-request',
      conditions: {
        anyOf: [
          {
            rule: 'IS_REQUESTER',
            params: { refs: ['user:default/alice'] },
          },
          { rule: 'IS_PART', params: { ref: 'user:default/alice' } },
          {
            rule: 'OWNS_POLICY',
            params: {
              refs: ['user:default/alice', 'group:default/billing'],
            },
          },
        ],
      },
    });
  });

  it('refuses everything to somebody who is not signed in', async () => {
    for (const permission of Object.values(permissions)) {
      expect(await policy.handle({ permission })).toEqual({ result: DENY });
    }
  });
});
