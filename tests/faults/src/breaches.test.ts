import { PolicyDefinitionInput } from '@countersign/backstage-plugin-approvals-common';
import { Backend, killBackends } from './Backend';
import { Database, Postgres } from './Postgres';
import { expectSound, workedOff } from './proof';
import { activatePolicy, nextAsk } from './stories';
import { until } from './until';
import { isLong, tell } from './workplace';

const HOUR = 3_600_000;
/** What a killed backend held is free for one whose clock is ahead of its lease. */
const PAST_THE_LEASE = 60_000;

/** Requests of each policy. */
const EACH = isLong ? 500 : 50;
const PERIODS = isLong ? 3 : 1;

type Deadline = PolicyDefinitionInput['stages'][number]['deadline'];

/** What policies do with a stage that nobody decides, and what is told of it after so many periods. */
const POLICIES: Record<
  string,
  { deadline: Deadline; story: (periods: number) => string[] }
> = {
  escalate: {
    deadline: {
      after: 'PT1H',
      remindBefore: 'PT10M',
      onBreach: 'escalate',
      escalateTo: [{ type: 'user', user: 'user:default/erin' }],
    },
    story: () => ['escalated 0', 'reminded'],
  },
  notify: {
    deadline: {
      after: 'PT1H',
      remindBefore: 'PT10M',
      onBreach: 'notify',
      repeatEvery: 'PT1H',
      maxRepeats: 10,
    },
    story: periods => [
      ...Array.from({ length: periods }, (_, number) => `overdue ${number}`),
      'reminded',
    ],
  },
  reject: {
    deadline: { after: 'PT1H', onBreach: 'reject' },
    story: () => ['rejected'],
  },
};

/** Where it is killed, one after the other, in each period. */
const STEPS = {
  'once some are told, before that is written down':
    'send update outbox set done_at',
  'before others are committed': 'commit stage.overdue',
};

let postgres: Postgres;
let database: Database;

beforeAll(async () => {
  postgres = await Postgres.start();
  database = postgres.database();
});

afterAll(async () => {
  await killBackends();
  await postgres?.stop();
});

describe('a backend that is killed while many stages fall due', () => {
  it('has each of them reminded and breached once in each period', async () => {
    await makeStages();
    let ahead = 0;
    for (let period = 1; period <= PERIODS; period++) {
      ahead += 2 * HOUR;
      const before = await linesTold();
      for (const [name, step] of Object.entries(STEPS)) {
        const dying = await Backend.startUntil(step, database.config, ahead);
        await dying.kill();
        tell(`killed in period ${period} ${name}: ${await linesTold()} lines`);
        ahead += PAST_THE_LEASE;
      }
      const killed = await linesTold();
      expect(killed).toBeGreaterThan(before);

      const backend = await Backend.start(database.config, ahead);
      await workedOff(database, { within: ahead });
      expect(await linesTold()).toBeGreaterThan(killed);
      expect(await stories()).toEqual(
        Object.entries(POLICIES).map(([policy, { story }]) => ({
          policy,
          story: story(period).join(', '),
          requests: EACH,
        })),
      );
      expect(await seatsOfErin()).toBe(EACH);
      await expectSound(backend, database);
      await backend.kill();
    }
  });
});

const TOLD = `e.type in ('stage.reminded', 'stage.overdue', 'stage.escalated',
  'stage.approved', 'stage.rejected')`;

/** How many lines of history tell of what fell due. */
async function linesTold(): Promise<number> {
  const [{ lines }] = await database.rows<{ lines: number }>(
    `select count(*)::int as lines from events e where ${TOLD}`,
  );
  return lines;
}

/** What was told of how many requests of each policy. */
function stories() {
  return database.rows<{ policy: string; story: string; requests: number }>(
    `with told as (
       select policy_key as policy, (
         select string_agg(line, ', ' order by line) from (
           select concat_ws(' ', substr(e.type, 7), e.payload::json->>'number') as line
           from events e where e.stream = 'request:' || r.id and ${TOLD}
         ) lines) as story
       from requests r)
     select policy, story, count(*)::int as requests from told
     group by 1, 2 order by 1, 2`,
  );
}

/** Requests in which Erin was asked, once each. */
async function seatsOfErin(): Promise<number> {
  const [{ seats }] = await database.rows<{ seats: number }>(
    `select case when count(*) = count(distinct request_id)
       then count(*)::int else -1 end as seats
     from tasks where origin = 'escalated'`,
  );
  return seats;
}

/** Stages of all policies with people who do not decide; then their backend is gone. */
async function makeStages(): Promise<void> {
  const backend = await Backend.start(database.config);
  for (const [key, { deadline }] of Object.entries(POLICIES)) {
    await activatePolicy(backend, {
      key,
      name: key,
      subjectType: 'demo.artifact',
      stages: [
        {
          name: 'Platform',
          approvers: [{ type: 'group', group: 'group:default/platform' }],
          deadline,
        },
      ],
    });
  }
  for (let count = 0; count < EACH; count++) {
    await Promise.all(
      Object.keys(POLICIES).map(key =>
        backend.as('alice').createRequest({ body: nextAsk(key) }),
      ),
    );
  }
  await until('all stages wait for decisions', async () => {
    const [{ open }] = await database.rows<{ open: number }>(
      `select count(*)::int as open from stages where status = 'active'`,
    );
    return open === EACH * Object.keys(POLICIES).length || undefined;
  });
  await workedOff(database, { within: 0 });
  await backend.kill();
}
