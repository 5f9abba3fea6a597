import { JsonObject } from '@backstage/types';
import { Backend, killBackends } from './Backend';
import { Postgres } from './Postgres';
import { expectInOrder, expectSound, workedOff } from './proof';
import { Receiver, stopReceivers } from './Receiver';
import { active, activatePolicy, approve, ask, seatOf } from './stories';

const REQUESTS = 25;

/** What somebody may write below `backend.database`: whether plugins share a database, and what else. */
const SETTINGS: Record<string, { hasSchemas: boolean; beside?: JsonObject }> = {
  // Whoever needs a second connection while it holds one waits for ever.
  'one connection': {
    hasSchemas: false,
    beside: {
      knexConfig: { pool: { min: 0, max: 1, acquireTimeoutMillis: 8_000 } },
    },
  },
  'a schema for each plugin': { hasSchemas: true },
};

let postgres: Postgres;

beforeAll(async () => {
  postgres = await Postgres.start();
});
afterEach(async () => {
  stopReceivers();
  await killBackends();
});
afterAll(() => postgres?.stop());

it.each(Object.keys(SETTINGS))(
  'with %s many are asked and decide at the same time, and are told',
  async name => {
    const { hasSchemas, beside } = SETTINGS[name];
    const database = postgres.database(hasSchemas);
    const backend = await Backend.start({ ...database.config, ...beside });
    const receiver = await Receiver.start();
    await activatePolicy(backend);
    await receiver.register(backend);
    const turns = Array.from({ length: REQUESTS }, async () => {
      const request = await ask(backend);
      const decided = await Promise.all(
        ['bob', 'carol'].map(who =>
          backend.send(who, 'POST', `/tasks/${seatOf(request, who)}/decision`, {
            decision: 'approve',
          }),
        ),
      );
      expect(decided.map(({ status }) => status).sort()).toEqual([201, 409]);
      await approve(backend, await active(backend, request.id, 1), 'erin');
      return request.id;
    });
    const ids = await Promise.all(turns);

    await workedOff(database);
    for (const id of ids) {
      await expectInOrder(receiver, database, id);
    }
    await expectSound(backend, database);
  },
);
