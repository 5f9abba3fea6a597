import { databaseServiceFactory } from '@backstage/backend-defaults/database';
import { BackendFeature } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { JsonObject } from '@backstage/types';
import approvalsPlugin from '@countersign/backstage-plugin-approvals-backend';
import { gatedTemplate, scaffolderConfig, templateFeatures } from './templates';

const PLATFORM = ['bob', 'carol', 'dave'];

/**
 * Approvals on the real database service, in a company of a few people with
 * everything allowed: what is tested here is what faults do, not who may what.
 * With templates, the scaffolder runs beside it.
 */
export function companyFeatures(
  database: JsonObject,
  hasTemplates: boolean,
): BackendFeature[] {
  return [
    approvalsPlugin,
    ...(hasTemplates ? templateFeatures : []),
    databaseServiceFactory,
    mockServices.permissions.factory({ result: AuthorizeResult.ALLOW }),
    mockServices.rootConfig.factory({
      data: {
        app: { baseUrl: 'http://localhost' },
        backend: { database },
        scaffolder: scaffolderConfig,
        permission: { enabled: true },
        approvals: {
          limits: { writesPerSecond: 0 },
          encryption: { keys: [{ secret: 'k'.repeat(43) }] },
          http: { allow: [{ host: '127.0.0.1', insecure: true }] },
          // Short, so that nobody waits for what fails.
          webhooks: {
            timeout: { seconds: 2 },
            retryDelays: Array.from({ length: 30 }, () => ({ seconds: 1 })),
          },
        },
      },
    }),
    mockServices.rootLogger.factory({ level: 'warn' }),
    catalogServiceMock.factory({
      entities: [
        ...['alice', 'erin', ...PLATFORM].map(user),
        group('platform', PLATFORM),
        gatedTemplate,
      ],
    }),
  ];
}

function user(name: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name, namespace: 'default' },
    spec: {},
  };
}

function group(name: string, members: string[]): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name, namespace: 'default' },
    spec: { type: 'team', children: [] },
    relations: members.map(member => ({
      type: 'hasMember',
      targetRef: `user:default/${member}`,
    })),
  };
}
