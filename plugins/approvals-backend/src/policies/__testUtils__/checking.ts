import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { coreRuleTypes, Directory, RuleTypeRegistry } from '../../people';
import { group, user } from '../../people/__testUtils__/catalogEntities';
import { Sandbox } from '../../sandbox';
import { PolicyCheck } from '../PolicyCheck';

const platform = ['bob', 'carol', 'dave'];

/** Three people in the platform group, one of them in a group alone, and an empty group. */
export const checkedCatalog = catalogServiceMock({
  entities: [
    ...['alice', ...platform].map(name => user(name)),
    group('platform', { members: platform }),
    group('empty'),
    group('alone', { members: ['bob'] }),
  ],
});

/** A rule by which any of the platform group decides. */
export const PLATFORM = { type: 'group', group: 'platform' };

/** A definition without faults. */
export const base = {
  key: 'demo',
  name: 'Demo',
  subjectType: 'demo',
  stages: [{ name: 'Review', approvers: [PLATFORM] }],
};

/** The same with a stage that is less good. */
export const staged = (given: object) => ({
  ...base,
  stages: [{ ...base.stages[0], ...given }],
});
export const ruled = (...approvers: object[]) => staged({ approvers });
export const expressed = (people: string) =>
  ruled({ type: 'expression', people });

/** Checks in that catalog, with the rule types that the plugin has itself. */
export function checking() {
  const sandbox = new Sandbox();
  afterAll(() => sandbox.close());
  const directory = new Directory({
    catalog: checkedCatalog,
    auth: mockServices.auth(),
  });
  const registry = new RuleTypeRegistry();
  registry.addRuleType(...coreRuleTypes({ directory, sandbox }));
  return new PolicyCheck({ registry, sandbox, directory });
}

/** Faults or warnings, a line for each. */
export const lines = (faults: { path: string; message: string }[]) =>
  faults.map(({ path, message }) => `${path}: ${message}`);
