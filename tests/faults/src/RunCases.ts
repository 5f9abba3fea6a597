import { JsonObject } from '@backstage/types';
import { GatedRuns } from './GatedRuns';
import { until } from './until';
import { isLong, tell } from './workplace';

const ROUNDS = isLong ? 5 : 1;

/** Backends side by side: most of the time the scaffolder waits before it takes up what a dead one left. */
const LANES = 3;

/** Until a case has its turn, and its end. */
const PATIENCE = 170_000;

const MINUTE = 60_000;

type Case = (runs: GatedRuns) => Promise<void>;

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

/** By what is so. */
const CASES = new Map<string, Case>([
  ...Object.entries(PARKING).map(([when, step]): [string, Case] => [
    `asks once and ends once, killed while it parks, ${when}`,
    runs => killedWhileItParks(runs, step),
  ]),
  ...Object.entries(RESUMING).map(([when, step]): [string, Case] => [
    `ends once, killed while it goes on, ${when}`,
    runs => killedWhileItGoesOn(runs, step),
  ]),
  ['goes on from its gate, killed while it waits', killedWhileItWaits],
  ['ends at its gate when it was in review for too long', inReviewForTooLong],
  ['ends at its gate when it was approved for too long', approvedForTooLong],
]);

/** What is so of every run, whatever its database. */
export const runCases = [...CASES.keys()];

/** Tries all cases on one kind of database. */
export class RunCases {
  readonly #ends = new Map<string, { error?: unknown }>();
  readonly #left = [...CASES];

  /** @param begin - gives an empty database, as below `backend.database` of a configuration */
  async start(begin: () => JsonObject): Promise<void> {
    const lanes = await Promise.all(
      Array.from({ length: LANES }, () => GatedRuns.start(begin())),
    );
    lanes.forEach(runs => this.#workOff(runs));
  }

  /** Waits until a case was tried. @throws what was wrong */
  async ended(name: string): Promise<'as it should'> {
    const { error } = await until(
      `a run ${name}`,
      async () => this.#ends.get(name),
      PATIENCE,
    );
    if (error) {
      throw error;
    }
    return 'as it should';
  }

  /** Tries one case after the other, of those that no other lane has taken. */
  async #workOff(runs: GatedRuns): Promise<void> {
    for (let it = this.#left.shift(); it; it = this.#left.shift()) {
      const [name, work] = it;
      try {
        for (let round = 0; round < ROUNDS; round++) {
          await work(runs);
          tell(`a run ${name}`);
        }
        this.#ends.set(name, {});
      } catch (error) {
        this.#ends.set(name, { error });
        await runs.restart().catch(() => {});
      }
    }
  }
}

async function killedWhileItParks(
  runs: GatedRuns,
  step: string,
): Promise<void> {
  runs.backend.arm(step);
  const taskId = runs.run();
  await runs.backend.frozen(step);
  await runs.restart();
  await expectEndsOnce(runs, await runs.started(taskId));
}

async function killedWhileItWaits(runs: GatedRuns): Promise<void> {
  const taskId = await parked(runs);
  await runs.restart();
  await expectEndsOnce(runs, taskId);
}

async function killedWhileItGoesOn(
  runs: GatedRuns,
  step: string,
): Promise<void> {
  const taskId = await parked(runs);
  await runs.decide(taskId);
  runs.backend.arm(step);
  const retried = runs.retry(taskId).catch(() => undefined);
  await runs.backend.frozen(step);
  await runs.restart();
  await retried;
  await expectEndsOnce(runs, taskId);
}

async function inReviewForTooLong(runs: GatedRuns): Promise<void> {
  const policy = await runs.activate({ requestTtl: 'PT1M' });
  const taskId = await parked(runs, policy);
  await runs.restart(2 * MINUTE);
  await until('the request expires', async () =>
    (await runs.requestsOf(taskId))[0].status === 'expired' ? true : undefined,
  );
  await expectEndsAtGate(runs, taskId, 'ApprovalRejected', /expired/);
}

async function approvedForTooLong(runs: GatedRuns): Promise<void> {
  const policy = await runs.activate({ approvalValidity: 'PT1M' });
  const taskId = await parked(runs, policy);
  await runs.decide(taskId);
  await runs.restart(2 * MINUTE);
  await expectEndsAtGate(
    runs,
    taskId,
    'ApprovalOver',
    /Run the template again/,
  );
}

/** Lets a task go on, looks that nothing behind the gate runs, and has the clock right again. */
async function expectEndsAtGate(
  runs: GatedRuns,
  taskId: string,
  name: string,
  words: RegExp,
): Promise<void> {
  await runs.retry(taskId);
  await runs.settled(taskId);
  const error = await runs.errorOf(taskId);
  expect(error.name).toBe(name);
  expect(error.message).toMatch(words);
  expect(runs.linesOf(taskId)).toEqual([`${taskId} before`]);
  await runs.restart();
}

/** Starts a run, and waits until it waits; gives the task's id. */
async function parked(runs: GatedRuns, policy?: string): Promise<string> {
  const taskId = await runs.run(policy);
  expect(await runs.settled(taskId)).toBe('failed');
  return taskId;
}

/** Takes a task to its end as people would, and looks that each step ran once, and one request was made. */
async function expectEndsOnce(runs: GatedRuns, taskId: string): Promise<void> {
  if ((await runs.settled(taskId)) !== 'completed') {
    await runs.decide(taskId);
    await runs.retry(taskId);
  }
  expect(await runs.settled(taskId)).toBe('completed');
  expect(await runs.requestsOf(taskId)).toMatchObject([{ status: 'approved' }]);
  expect(runs.linesOf(taskId)).toEqual([`${taskId} before`, `${taskId} after`]);
}
