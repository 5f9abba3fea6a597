import { setTimeout as sleep } from 'node:timers/promises';
import { Backend, killBackends } from './Backend';
import { Database, Postgres } from './Postgres';
import { expectInOrder, expectSound, workedOff } from './proof';
import { Receiver, stopReceivers } from './Receiver';
import { active, activatePolicy, approve, ask, seatOf } from './stories';
import { isLong } from './workplace';

/** More than a lease of the outbox, in milliseconds. */
const PAST_THE_LEASE = 12_000;
const REQUESTS = isLong ? 60 : 10;

/** How many replicas, and where one of them stands still. */
const CASES: [number, string][] = [
  [3, 'claim stage.people'],
  [2, 'claim history.publish'],
  [2, 'claim webhook'],
];

let postgres: Postgres;
let database: Database;

beforeAll(async () => {
  postgres = await Postgres.start();
});

beforeEach(() => {
  database = postgres.database();
});

afterEach(async () => {
  stopReceivers();
  await killBackends();
});
afterAll(() => postgres?.stop());

describe('replicas on one database', () => {
  it.each(isLong ? CASES : CASES.slice(0, 1))(
    '%d of them do nothing twice and lose nothing while one stands still past its lease, with effects in its hands (%s)',
    async (count, step) => {
      const others = await startReplicas(count - 1);
      const receiver = await Receiver.start();
      await activatePolicy(others[0]);
      await receiver.register(others[0]);
      // It knows the receiver from its start.
      const slow = await Backend.start(database.config);
      await workedOff(database);
      slow.arm(step);
      const asks = Array.from({ length: REQUESTS }, async (_, turn) => {
        const [here, there] = [turn, turn + 1].map(
          at => others[at % others.length],
        );
        const request = await ask(here);
        await approve(there, request, 'bob');
        await approve(here, await active(there, request.id, 1), 'erin');
        return request.id;
      });
      await slow.frozen(step);
      const ids = await Promise.all(asks);
      await sleep(PAST_THE_LEASE);
      slow.thaw();

      await workedOff(database);
      for (const id of ids) {
        const { status } = await slow
          .as('alice')
          .getRequest({ params: { id } });
        expect(status).toBe('approved');
        await expectInOrder(receiver, database, id);
      }
      await expectSound(slow, database);
    },
  );

  it('let one of two decisions win when the first stood still before it was written', async () => {
    const [slow, other] = await startReplicas(2);
    await activatePolicy(other);
    const request = await ask(other);
    await workedOff(database);
    const step = 'send name:approvals_save';
    slow.arm(step);
    const decide = (backend: Backend, name: string) =>
      backend.send(name, 'POST', `/tasks/${seatOf(request, name)}/decision`, {
        decision: 'approve',
      });
    const first = decide(slow, 'bob');
    await slow.frozen(step);
    expect(await decide(other, 'carol')).toMatchObject({ status: 201 });
    slow.thaw();

    expect(await first).toMatchObject({ status: 409, code: 'STAGE_ENDED' });
    await approve(slow, await active(other, request.id, 1), 'erin');
    await workedOff(database);
    await expectSound(slow, database);
  });
});

function startReplicas(count: number): Promise<Backend[]> {
  return Promise.all(
    Array.from({ length: count }, () => Backend.start(database.config)),
  );
}
