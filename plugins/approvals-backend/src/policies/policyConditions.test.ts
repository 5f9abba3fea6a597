import { PermissionCriteria } from '@backstage/plugin-permission-common';
import { Database } from '../database';
import {
  everyDatabase,
  freshDatabase,
} from '../database/__testUtils__/testDatabases';
import { PolicyFilter, policyRules } from '../permissions';
import { definition } from './__testUtils__/policyWorld';
import { Visible } from './policyConditions';
import { PolicyListStore } from './PolicyListStore';
import { PolicyStore } from './PolicyStore';
import { StoredVersion } from './types';

jest.setTimeout(60_000);

describe.each(everyDatabase)('the rules on policies on %s', id => {
  let database: Database;
  const versions: StoredVersion[] = [
    ['one', 1, 'active', 'group:default/a'],
    ['two', 1, 'draft', 'group:default/b'],
    ['three', 1, 'archived', undefined],
    ['four', 1, 'active', undefined],
  ].map(([key, version, status, owner]) => ({
    key: key as string,
    version: version as number,
    status: status as StoredVersion['status'],
    definition: definition({ key: key as string, owner: owner as string }),
    examples: [],
    digest: '',
    revision: 1,
    createdBy: 'user:default/erin',
    createdAt: '2026-11-24T09:00:00.000Z',
  }));
  beforeAll(async () => {
    database = await freshDatabase(id);
    const store = new PolicyStore(database);
    await database.inTransaction(async tx => {
      for (const version of versions) {
        await store.add(tx, version);
      }
    });
  });
  afterAll(() => database.knex.destroy());

  const { hasKey, isPolicyOwner, isActive } = policyRules;
  const leaves = [
    { rule: hasKey, params: { keys: ['one', 'three', 'none'] } },
    { rule: hasKey, params: { keys: [] } },
    {
      rule: isPolicyOwner,
      params: { refs: ['group:default/a', 'user:default/x'] },
    },
    { rule: isPolicyOwner, params: { refs: [] } },
    { rule: isActive, params: {} },
  ].map(({ rule, params }) => ({
    name: `${rule.name} ${JSON.stringify(params)}`,
    criteria: (
      rule.toQuery as (given: object) => PermissionCriteria<PolicyFilter>
    )(params),
    admits: ({ key, status, definition: { owner } }: StoredVersion) =>
      (rule.apply as (facts: object, given: object) => boolean)(
        { key, owner, isActive: status === 'active' },
        params,
      ),
  }));
  const combined = leaves.flatMap(a => [
    a,
    {
      name: `not ${a.name}`,
      criteria: { not: a.criteria },
      admits: (version: StoredVersion) => !a.admits(version),
    },
    ...leaves.flatMap(b => [
      {
        name: `${a.name} and ${b.name}`,
        criteria: { allOf: [a.criteria, b.criteria] as never },
        admits: (version: StoredVersion) =>
          a.admits(version) && b.admits(version),
      },
      {
        name: `not (${a.name} or ${b.name})`,
        criteria: { not: { anyOf: [a.criteria, b.criteria] as never } },
        admits: (version: StoredVersion) =>
          !(a.admits(version) || b.admits(version)),
      },
    ]),
  ]);

  it.each(combined)(
    'say the same in SQL: $name',
    async ({ criteria, admits }) => {
      const keys = await new PolicyListStore(database).keys({
        visible: criteria as Visible,
        words: [],
        limit: 10,
      });
      expect(keys).toEqual(
        versions
          .filter(admits)
          .map(({ key }) => key)
          .sort(),
      );
    },
  );
});
