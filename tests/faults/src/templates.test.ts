import fs from 'node:fs';
import path from 'node:path';
import { Backend, killBackends } from './Backend';
import { Database, Postgres } from './Postgres';
import { activatePolicy, active, approve } from './stories';
import { until } from './until';
import { isLong, tell, unique, workplace } from './workplace';

const ROUNDS = isLong ? 5 : 1;
/** The scaffolder looks for tasks of dead backends every ten seconds. */
const PATIENCE = 60_000;

const POLICY = {
  key: 'gated',
  name: 'Gated',
  subjectType: 'demo.artifact',
  stages: [
    {
      name: 'Platform',
      approvers: [{ type: 'group' as const, group: 'group:default/platform' }],
    },
  ],
};

/** While the run comes to its gate and parks. */
const PARKING = {
  'before the request is written': 'send request.created',
  'once the request is made, before the gate hears of it': 'answer /requests',
  'before the task is written down as parked': 'send ApprovalPending',
};

/** While the run goes on. */
const RESUMING = {
  'before it is told to go on': 'send recovered',
  'once it is told to go on, before the answer': 'answer /retry',
  'before its pass is taken': 'send pass.consumed',
  'once its pass is taken, before the gate hears of it': 'answer /consume',
  'before the gate is written down as passed': 'send Finished step approval',
};

let postgres: Postgres;
let database: Database;
let backend: Backend;
const madeFile = path.join(workplace, unique('made'));

const start = () => Backend.start(database.config, 0, madeFile);

beforeAll(async () => {
  postgres = await Postgres.start();
  database = postgres.database();
  backend = await start();
  await activatePolicy(backend, POLICY);
});

afterAll(async () => {
  await killBackends();
  await postgres?.stop();
});

const rounds = <T extends object>(steps: T) =>
  Array.from({ length: ROUNDS }, () => Object.entries(steps)).flat();

describe('a run whose backend is killed', () => {
  it.each(rounds(PARKING))(
    'while it parks, %s, asks once and ends once',
    async (name, step) => {
      backend.arm(step);
      const taskId = run(unique('thing'));
      await backend.frozen(step);
      await backend.kill();
      backend = await start();
      await expectEndsOnce(await started(taskId));
      tell(`killed ${name}`);
    },
  );

  it('while it waits, goes on from its gate', async () => {
    const taskId = await run(unique('thing'));
    await parked(taskId);
    await backend.kill();
    backend = await start();
    await expectEndsOnce(taskId);
  });

  it.each(rounds(RESUMING))(
    'while it goes on, %s, ends once',
    async (name, step) => {
      const taskId = await run(unique('thing'));
      await parked(taskId);
      await decide(taskId);
      backend.arm(step);
      const retried = retry(taskId).catch(() => undefined);
      await backend.frozen(step);
      await backend.kill();
      await retried;
      backend = await start();
      await expectEndsOnce(taskId);
      tell(`killed ${name}`);
    },
  );
});

describe('a run that waits for long', () => {
  it.each([
    ['in review', { requestTtl: 'PT1M' }, 'ApprovalRejected', 'expired'],
    ['approved', { approvalValidity: 'PT1M' }, 'ApprovalOver', 'anew|again'],
  ])(
    'ends at its gate when it was %s for too long',
    async (status, limit, name, words) => {
      const key = `gated-${Object.keys(limit)[0].toLowerCase()}`;
      await activatePolicy(backend, { ...POLICY, ...limit, key });
      const taskId = await run(unique('thing'), key);
      await parked(taskId);
      if (status === 'approved') {
        await decide(taskId);
      }
      await backend.kill();
      backend = await Backend.start(database.config, 120_000, madeFile);
      if (status !== 'approved') {
        await until('the request expires', async () =>
          (await requestsOf(taskId))[0].status === 'expired' ? true : undefined,
        );
      }
      await retry(taskId);
      await parked(taskId);
      const error = await errorOf(taskId);
      expect(error.name).toBe(name);
      expect(error.message).toMatch(new RegExp(words));
      expect(linesOf(taskId)).toEqual([`${taskId} before`]);
      await backend.kill();
      backend = await start();
    },
  );
});

/** What ended a task. */
async function errorOf(taskId: string) {
  const events = await backend.call(
    'alice',
    'GET',
    `scaffolder/v2/tasks/${taskId}/events`,
  );
  const end = (
    events as {
      type: string;
      body: { error: { name: string; message: string } };
    }[]
  ).filter(({ type }) => type === 'completion');
  return end[end.length - 1].body.error;
}

/** What the steps of a task wrote. */
function linesOf(taskId: string): string[] {
  const lines = fs.readFileSync(madeFile, 'utf8').split('\n');
  return lines.filter(line => line.startsWith(taskId));
}

/** Alice starts the template; gives the task's id. */
async function run(name: string, policy: string = POLICY.key): Promise<string> {
  const answer = await backend.call('alice', 'POST', 'scaffolder/v2/tasks', {
    templateRef: 'template:default/gated',
    values: { name, policy },
  });
  return (answer as { id: string }).id;
}

/** The task that was started; the only one that moves, when its answer was lost. */
async function started(taskId: Promise<string>): Promise<string> {
  const known = await taskId.catch(() => undefined);
  const { tasks } = (await backend.call(
    'alice',
    'GET',
    'scaffolder/v2/tasks?limit=1&order=desc:created_at',
  )) as { tasks: { id: string }[] };
  return known ?? tasks[0].id;
}

function retry(taskId: string): Promise<unknown> {
  return backend.call(
    'alice',
    'POST',
    `scaffolder/v2/tasks/${taskId}/retry`,
    {},
  );
}

async function statusOf(taskId: string): Promise<string> {
  const task = await backend.call(
    'alice',
    'GET',
    `scaffolder/v2/tasks/${taskId}`,
  );
  return (task as { status: string }).status;
}

/** Waits until a task has come to an end: it waits, or is done. */
function settled(taskId: string): Promise<string> {
  return until(
    `task '${taskId}' has settled`,
    async () => {
      const status = await statusOf(taskId);
      return ['open', 'processing'].includes(status) ? undefined : status;
    },
    PATIENCE,
  );
}

async function parked(taskId: string): Promise<void> {
  expect(await settled(taskId)).toBe('failed');
}

async function requestsOf(taskId: string) {
  const { items } = await backend.as('erin').listRequests({
    query: { limit: '100' },
  });
  return items.filter(({ run: it }) => it?.link?.endsWith(taskId));
}

/** Bob approves what a task asks for, unless he has. */
async function decide(taskId: string): Promise<void> {
  const [{ id, status }] = await requestsOf(taskId);
  if (status === 'in_review') {
    await approve(backend, await active(backend, id, 0), 'bob');
  }
}

/** Takes a task to its end as people would, and looks that each step ran once, and one request was made. */
async function expectEndsOnce(taskId: string): Promise<void> {
  if ((await settled(taskId)) !== 'completed') {
    await decide(taskId);
    await retry(taskId);
  }
  expect(await settled(taskId)).toBe('completed');
  expect(await requestsOf(taskId)).toMatchObject([{ status: 'approved' }]);
  expect(linesOf(taskId)).toEqual([`${taskId} before`, `${taskId} after`]);
}
