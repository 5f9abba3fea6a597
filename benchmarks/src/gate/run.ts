import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createCallers } from '@countersign/scripts';
import { parse } from 'yaml';
import { Databases } from './Databases';
import { Scaffolder } from './Scaffolder';

const RUNS = 1_000;
const RESUMED = 100;
/** How long statements are counted, in seconds. */
const WATCHED = 60;
/** From the last run that parked until statements are counted, in milliseconds. */
const REST = 90_000;
/** Runs that are started or looked at, at once. */
const AT_ONCE = 10;

const env = (name: string) => {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set: run this with ./dev bench gate`);
  }
  return value;
};

/**
 * Parks a thousand runs of the demo's template and tells what they cost while
 * they wait: statements a second in the databases of scaffolder and approvals,
 * and workers held. Then lets some go on.
 */
async function main(): Promise<void> {
  const url = env('PORTAL_URL');
  const callers = createCallers(url, '');
  const scaffolder = new Scaffolder(url);
  const databases = await Databases.connect(env('POSTGRES_URL'));
  const definition = parse(
    fs.readFileSync('examples/policies/database-user.yaml', 'utf8'),
  );
  const erin = callers.as('erin');
  await erin.createPolicy({ body: { definition } });
  await erin.activatePolicyVersion({
    params: { key: definition.key, version: 1 },
    body: {},
  });
  await scaffolder.templateIsThere();

  say(`statements a second over ${WATCHED} s | scaffolder | approvals`);
  say('--- | --- | ---');
  const before = await databases.perSecond(WATCHED);
  say(`nothing waits | ${rates(before)}`);

  const began = Date.now();
  const taskIds = await eachOf(RUNS, index => scaffolder.start(index));
  await scaffolder.allParked(databases, RUNS);
  const parkedIn = (Date.now() - began) / 1_000;
  // The scaffolder looks once more at each run that has ended; notices go out.
  await sleep(REST);
  const during = await databases.perSecond(WATCHED);
  say(`${RUNS} runs wait | ${rates(during)}`);

  const held = await databases.workersHeld();
  const quick = await scaffolder.timeToPark(RUNS + 1);
  say(`\nparked: ${RUNS} runs in ${parkedIn.toFixed(0)} s`);
  say(`workers held while they wait: ${held}`);
  say(`another run goes through to its gate in ${quick} ms`);

  const resumed = Date.now();
  await eachOf(RESUMED, async index => {
    await scaffolder.approve(erin, taskIds[index]);
    await scaffolder.resume(taskIds[index]);
  });
  await scaffolder.allDone(databases, RESUMED);
  const seconds = (Date.now() - resumed) / 1_000;
  say(`approved and gone through: ${RESUMED} runs in ${seconds.toFixed(0)} s`);
  await databases.close();
}

/** Does a thing for each index, a few at once. */
async function eachOf<T>(
  count: number,
  work: (index: number) => Promise<T>,
): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (next < count) {
        const index = next++;
        results[index] = await work(index);
      }
    }),
  );
  return results;
}

const rates = ({ scaffolder, approvals }: Record<string, number>) =>
  `${scaffolder.toFixed(2)} | ${approvals.toFixed(2)}`;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

main().catch(error => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});
