import {
  mockCredentials,
  mockServices,
  startTestBackend,
  TestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import request from 'supertest';
import { group, user } from '../people/__testUtils__/catalogEntities';
import { approvalsPlugin } from '../plugin';

/** The plugin in a backend for all tests of a block, with permissions switched off: Alice of the platform group, and Bob. */
export function plainBackend() {
  let backend: TestBackend;
  beforeAll(async () => {
    backend = await startTestBackend({
      features: [
        approvalsPlugin,
        mockServices.rootConfig.factory({
          data: { approvals: { limits: { writesPerSecond: 0 } } },
        }),
        catalogServiceMock.factory({
          entities: [
            user('alice', ['platform']),
            user('bob'),
            group('platform', { members: ['alice'] }),
          ],
        }),
      ],
    });
  });
  afterAll(() => backend.stop());

  /** Sends over HTTP; a body that is a text goes out as it is. */
  const send = (
    method: 'get' | 'post' | 'patch' | 'delete',
    path: string,
    body?: unknown,
    name = 'alice',
  ) => {
    const call = request(backend.server)
      [method](`/api/approvals${path}`)
      .set(
        'authorization',
        mockCredentials.user.header(`user:default/${name}`),
      );
    return body === undefined
      ? call
      : call
          .set('content-type', 'application/json')
          .send(typeof body === 'string' ? body : JSON.stringify(body));
  };
  return { send };
}
