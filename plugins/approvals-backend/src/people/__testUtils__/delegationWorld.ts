import { TestDatabaseId, mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { BasicPermission } from '@backstage/plugin-permission-common';
import {
  createDelegationBody,
  Delegation,
} from '@countersign/backstage-plugin-approvals-common';
import { v7 as newId } from 'uuid';
import { Database } from '../../database';
import { sharedDatabase } from '../../database/__testUtils__/testDatabases';
import { History, HistoryStore } from '../../history';
import { Caller } from '../../http';
import { Access } from '../../permissions';
import { Sandbox } from '../../sandbox';
import { DelegationService } from '../DelegationService';
import { DelegationStore } from '../DelegationStore';
import { Directory } from '../Directory';
import { PeopleService } from '../PeopleService';
import { RuleTypeRegistry } from '../RuleTypeRegistry';
import { user } from './catalogEntities';

/** A caller for tests: `alice` is a person, `service:ci` a service. */
export function caller(name: string, actor?: string): Caller {
  const isService = name.startsWith('service:');
  return {
    kind: isService ? 'service' : 'user',
    ref: isService ? name : `user:default/${name}`,
    actor,
    credentials: { $$type: '@backstage/BackstageCredentials', principal: {} },
  };
}

/** Nine o'clock on a day of that month. */
export const at = (day: number) =>
  new Date(Date.UTC(2026, 10, day, 9)).toISOString();

export const ref = (name: string) => `user:default/${name}`;

/** Delegations on a database of their own, at a time that tests move; `erin` manages. */
export async function delegationWorld(id: TestDatabaseId): Promise<{
  database: Database;
  delegations: DelegationService;
  history: History;
  clock: { now: string };
  /** Alice, or somebody else, delegates to Bob for two days, unless the body says otherwise. */
  create: (name: string, body: object) => Promise<Delegation>;
}> {
  const database = await sharedDatabase(id);
  const clock = { now: '2026-11-24T09:00:00.000Z' };
  const history = new History({ store: new HistoryStore(database) });
  const directory = new Directory({
    catalog: catalogServiceMock({
      entities: ['alice', 'bob', 'carol', 'erin'].map(name => user(name)),
    }),
    auth: mockServices.auth(),
  });
  const people = new PeopleService({
    registry: new RuleTypeRegistry(),
    directory,
    sandbox: new Sandbox(),
    logger: mockServices.logger.mock(),
  });
  const access: Pick<Access, 'may'> = {
    may: async ({ ref: who }: Caller, _: BasicPermission) =>
      who === 'user:default/erin' || who === 'service:admin',
  };
  const delegations = new DelegationService({
    database,
    store: new DelegationStore(database),
    history,
    people,
    access,
    now: () => clock.now,
    newId,
    newSalt: () => '5a'.repeat(32),
  });
  const create = (name: string, body: object) =>
    delegations.create(caller(name), () =>
      createDelegationBody.parse({
        delegate: 'bob',
        start: at(24),
        end: at(26),
        ...body,
      }),
    );
  return { database, delegations, history, clock, create };
}
