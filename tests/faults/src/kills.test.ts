import { Backend, killBackends } from './Backend';
import { Database, Postgres } from './Postgres';
import { expectInOrder, expectSound, workedOff } from './proof';
import { Receiver, stopReceivers } from './Receiver';
import { active, activatePolicy, approve, ask, seatOf } from './stories';
import { until } from './until';
import { isLong, tell } from './workplace';

const ROUNDS = isLong ? 10 : 1;

/** The backend stands still at a step, by itself, and is killed there. */
const at = (step: string) => ({
  kill: async (backend: Backend, _: Receiver, decision: Promise<unknown>) => {
    await backend.frozen(step);
    await backend.kill();
    await decision;
  },
  step,
});

/** The backend is killed when its message has come, before or after the answer to it. */
const onArrival = (isAnswered: boolean) => ({
  kill: (backend: Backend, receiver: Receiver, decision: Promise<unknown>) =>
    new Promise<void>(resolve => {
      receiver.behave = async response => {
        await decision;
        if (isAnswered) {
          backend.freeze();
          response.writeHead(204).end();
        }
        receiver.takeAll();
        await backend.kill();
        resolve();
      };
    }),
  step: undefined,
});

const STEPS = {
  'before the decision is written': at('send name:approvals_save'),
  'once the decision is committed, before the answer': at('answer /decision'),
  'once it has claimed what is to be published': at('claim history.publish'),
  'before what follows is committed': at(
    'commit insert into webhook_deliveries',
  ),
  'once it has claimed what is to be sent': at('claim webhook'),
  'once a message has come, before it is answered': onArrival(false),
  'once a message was answered, before that is written down': onArrival(true),
};

let postgres: Postgres;
let database: Database;
let backend: Backend;
let receiver: Receiver;

beforeAll(async () => {
  postgres = await Postgres.start();
  database = postgres.database();
  backend = await Backend.start(database.config);
  receiver = await Receiver.start();
  await activatePolicy(backend);
  await receiver.register(backend);
});

afterAll(async () => {
  stopReceivers();
  await killBackends();
  await postgres?.stop();
});

const rounds = Array.from({ length: ROUNDS }, () => Object.entries(STEPS));

describe('a backend that is killed', () => {
  it.each(rounds.flat())(
    '%s loses no message, and sends them in order, the same whenever it comes twice',
    async (name, { kill, step }) => {
      const request = await ask(backend);
      // Nothing of what was before is under way.
      await workedOff(database);
      if (step) {
        backend.arm(step);
      }
      const decide = () =>
        backend.send(
          'bob',
          'POST',
          `/tasks/${seatOf(request, 'bob')}/decision`,
          {
            decision: 'approve',
          },
        );
      const decision = decide();
      await kill(backend, receiver, decision);

      backend = await Backend.start(database.config);
      // Whoever got no answer asks again.
      expect([200, 201]).toContain((await decide()).status);
      await approve(backend, await active(backend, request.id, 1), 'erin');
      await told('request.approved', request.id);
      await expectInOrder(receiver, database, request.id);
      await expectSound(backend, database);
      const copies = copiesOf(request.id);
      tell(`killed ${name}: ${copies} messages came twice`);
      expect(copies).toBeGreaterThanOrEqual(step ? 0 : 1);
    },
  );
});

/** Waits until the receiver was told. */
function told(type: string, requestId: string): Promise<unknown> {
  return until(`the receiver is told '${type}'`, async () =>
    receiver.about(requestId).find(message => message.type === type),
  );
}

/** How many messages about it came again. */
function copiesOf(requestId: string): number {
  const all = receiver.messages.filter(
    ({ stream }) => stream === `request:${requestId}`,
  );
  return all.length - receiver.about(requestId).length;
}
