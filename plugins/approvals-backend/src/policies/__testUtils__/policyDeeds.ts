import { TestDatabaseId } from '@backstage/backend-test-utils';
import { PolicyExample } from '@countersign/backstage-plugin-approvals-common';
import { Sandbox } from '../../sandbox';
import { caller, definition, policyWorld } from './policyWorld';

const erin = caller('erin');

/**
 * A world of policies, anew for each test, and what tests do in it: with the
 * policy `demo`, as Erin, who may do everything, unless they say otherwise.
 */
export function policyDeeds(id: TestDatabaseId) {
  const sandbox = new Sandbox();
  let world: Awaited<ReturnType<typeof policyWorld>>;
  beforeEach(async () => {
    world = await policyWorld(id, sandbox);
  });
  afterAll(() => sandbox.close());

  return {
    world: () => world,
    create: (given = {}, by = erin, examples?: PolicyExample[]) =>
      world.maker.create(by, () => ({
        definition: definition(given),
        examples,
      })),
    createVersion: (by = erin, from?: number) =>
      world.maker.createVersion(by, 'demo', () => ({ from })),
    update: (version: number, revision: number, given = {}, by = erin) =>
      world.drafts.update(by, 'demo', version, () => ({
        definition: definition(given),
        revision,
      })),
    remove: (version: number, by = erin) =>
      world.drafts.remove(by, 'demo', version),
    activate: (version: number, by = erin) =>
      world.activation.activate(by, 'demo', version),
    deactivate: (version: number, by = erin) =>
      world.activation.deactivate(by, 'demo', version),
    /** What was told of the policy: types of events and versions. */
    told: async () =>
      (await world.history.list('policy:demo')).items.map(
        ({ type, payload }) => `${type} ${payload.version}`,
      ),
  };
}
