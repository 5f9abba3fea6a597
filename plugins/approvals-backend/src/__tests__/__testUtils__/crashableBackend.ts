import { createBackendModule } from '@backstage/backend-plugin-api';
import { startTestBackend } from '@backstage/backend-test-utils';
import {
  approvalsRuleTypesExtensionPoint,
  createRuleType,
} from '@countersign/backstage-plugin-approvals-node';
import knexFactory from 'knex';
import { z } from 'zod';
import { portalFeatures } from './features';

/**
 * A backend in a process of its own, to be killed. Told by the environment:
 * DATABASE, the configuration of knex as JSON; GATE, `open` or `shut`. Behind a
 * shut gate the search for a stage's people never ends. Says on standard
 * output `port <number>` when it listens, and `searching` when it searches.
 */
const gate = createRuleType({
  type: 'gate',
  title: 'Gate',
  description: 'Carol, once the gate is open',
  schema: z.strictObject({}),
  resolve: async () => {
    say('searching');
    if (process.env.GATE !== 'open') {
      await new Promise(() => {});
    }
    return ['user:default/carol'];
  },
});

const gateModule = createBackendModule({
  pluginId: 'approvals',
  moduleId: 'gate',
  register(reg) {
    reg.registerInit({
      deps: { ruleTypes: approvalsRuleTypesExtensionPoint },
      init: async ({ ruleTypes }) => ruleTypes.addRuleType(gate),
    });
  },
});

function say(words: string): void {
  process.stdout.write(`${words}\n`);
}

async function main(): Promise<void> {
  const knex = knexFactory(JSON.parse(process.env.DATABASE ?? '{}'));
  const { server } = await startTestBackend({
    features: [...portalFeatures(knex), gateModule],
  });
  say(`port ${server.port()}`);
}

main().catch(error => {
  process.stderr.write(`${error}\n`);
  process.exit(1);
});
