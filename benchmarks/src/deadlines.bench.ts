import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { Bench, BenchContext, Figure, Measured } from './bench';
import { cpuSeconds } from './cpu';
import { fillTo } from './fill';
import { BURSTS, Load, timed, WARM_UP_SECONDS } from './measure';
import { approvals, makePolicy, withDatabase } from './setting';

const DUE = 10_000;
const CLIENTS = 8;
/** How fast people decide: some more than the reference can do at all, and as fast as they can. */
const PACES = { '100 a second': 100, 'as fast as they can': undefined };
const DECIDED = 'bench-meanwhile';
const PER_SECOND = 1_000;
const SHORTEST_DEADLINE = 60_000;
/** Longer than it should take; people stop deciding when it is over. */
const PATIENCE = 120;

/** What the policies of the due stages do when they are overdue. */
const BREACHES = {
  notify: { onBreach: 'notify' as const },
  escalate: {
    onBreach: 'escalate' as const,
    escalateTo: [{ type: 'group', group: 'group:default/platform' }],
  },
};

/** Due stages, worked off alone and while people decide other requests. */
const bench: Bench = {
  title: `${DUE} stages that fall due at the same moment; the milliseconds of a due stage are from that moment until its breach is saved. Floor of the decisions: nothing is due; floor of the due stages: nobody decides`,
  modes: ['stock', 'tuned'],
  async run(context) {
    const turns = 1 + BURSTS * Object.keys(PACES).length;
    for (const [name, deadline] of Object.entries(BREACHES)) {
      const policy = policyOf(name);
      await makePolicy(context, policy, { after: 'PT1M', ...deadline });
      // The one that the others are copies of falls due by itself.
      await fillTo(context, policy, { open: turns * DUE + 1 });
    }
    const filled = Date.now();
    await makePolicy(context, DECIDED);
    const bursts = 2 * BURSTS * Object.keys(BREACHES).length;
    const seconds = WARM_UP_SECONDS + 20 + bursts * context.seconds;
    await fillTo(context, DECIDED, { open: seconds * PER_SECOND });
    const next = await approvals(context, DECIDED);
    const warming = { ...context, seconds: WARM_UP_SECONDS };
    await timed(warming, CLIENTS, { expected: 201, next });
    await sleep(Math.max(0, filled + SHORTEST_DEADLINE - Date.now()));

    const figures: Figure[] = [];
    for (const name of Object.keys(BREACHES)) {
      const alone = await workOff(context, name);
      figures.push(...(await afterwards(context, name, next, alone)));
      for (const [how, pace] of Object.entries(PACES)) {
        const load = { expected: 201, next, pace };
        const { idle, busy, due } = await inTurn(context, name, load);
        const clients = CLIENTS;
        figures.push(
          {
            what: `decision, ${how}, while ${DUE} stages fall due (${name})`,
            clients,
            ...median(busy),
            floor: median(idle),
          },
          {
            what: `due stage (${name}), while people decide ${how}`,
            clients,
            ...median(due),
            floor: alone.due,
          },
        );
      }
    }
    return figures;
  },
};

const policyOf = (name: string) => `bench-${name}`;

/** What is told at leisure once all breaches are saved, and decisions beside it. */
async function afterwards(
  context: BenchContext,
  name: string,
  next: Load['next'],
  { began, due }: { began: number; due: Measured },
): Promise<Figure[]> {
  const load = { expected: 201, next, pace: PACES['100 a second'] };
  const decisions = await timed({ ...context, seconds: 10 }, CLIENTS, load);
  return [
    {
      what: `decision, 100 a second, in the ten seconds after (${name})`,
      clients: CLIENTS,
      ...decisions,
      floor: decisions,
    },
    {
      what: `Backstage event of a due stage (${name}), of these ten seconds`,
      clients: CLIENTS,
      ...decisions,
      ...(await toldSince(context, began)),
      floor: due,
    },
  ];
}

/** Decisions while nothing is due, and while stages are, in turn. */
async function inTurn(context: BenchContext, name: string, load: Load) {
  const idle: Measured[] = [];
  const busy: Measured[] = [];
  const due: Measured[] = [];
  for (let turn = 0; turn < BURSTS; turn++) {
    idle.push(await timed(context, CLIENTS, load));
    const both = await workOff(context, name, load);
    busy.push(both.decisions!);
    due.push(both.due);
  }
  return { idle, busy, due };
}

/** Makes stages due and waits until all of them are told. */
async function workOff(
  context: BenchContext,
  name: string,
  load?: Load,
): Promise<{ began: number; due: Measured; decisions?: Measured }> {
  return withDatabase(context, async client => {
    await quiet(client);
    const before = cpuSeconds(context);
    const began = await makeDue(client, policyOf(name));
    let isOver = false;
    const over = settled(client, 'stage.breach').then(() => {
      isOver = true;
    });
    const decisions =
      load &&
      (await timed({ ...context, seconds: PATIENCE }, CLIENTS, {
        ...load,
        next: () => (isOver ? undefined : load.next()),
      }));
    await over;
    const took = (Date.now() - began) / 1_000;
    const after = cpuSeconds(context);
    const use = (part: keyof typeof after) =>
      Math.round(((after[part] - before[part]) / took) * 100);
    const due = {
      ...(await delaysSince(client, began)),
      others: {},
      cpu: { node: use('node'), postgres: use('postgres'), load: use('load') },
    };
    return { began, due, decisions };
  });
}

/** The one whose p95 is in the middle. */
function median(all: Measured[]): Measured {
  const sorted = all.sort((a, b) => a.p95 - b.p95);
  return sorted[Math.floor(sorted.length / 2)];
}

/** The last request of each policy that was made due. */
const lastDue = new Map<string, string>();

/**
 * Adds the effects that copies in SQL lack: the breaches of stages that were
 * not told yet.
 *
 * @returns when, in milliseconds
 */
async function makeDue(client: Client, policy: string): Promise<number> {
  const { rows } = await client.query<{ id: string }>(
    `with due as (
       select id, due_at, created_at from requests
       where policy_key = $1 and status = 'in_review' and id > $2
       order by id limit ${DUE}),
     added as (
       insert into outbox (id, kind, channel, payload, stream, due_at, created_at)
       select gen_random_uuid(), 'stage.breach', 'stage.breach',
         json_build_object('requestId', id, 'round', 1, 'stage', 0, 'number', 0)::text,
         'request:' || id, due_at, created_at
       from due)
     select id from due order by id`,
    [policy, lastDue.get(policy) ?? '00000000-0000-0000-0000-000000000000'],
  );
  if (rows.length !== DUE) {
    throw new Error(`Only ${rows.length} stages were left: prepare more`);
  }
  lastDue.set(policy, rows[rows.length - 1].id);
  return Date.now();
}

/** Waits until nothing is due. What is told at leisure is dropped, and notices are: it takes long, and is measured once or not at all here. */
async function quiet(client: Client): Promise<void> {
  await client.query(
    `delete from outbox
     where (kind = 'notice' or channel like '%:leisure') and done_at is null and lease is null`,
  );
  await settled(client);
}

/** Waits until nothing of a channel, or of all, is due or being done. */
async function settled(client: Client, channel?: string): Promise<void> {
  for (;;) {
    const { rows } = await client.query(
      `select 1 from outbox where done_at is null and exhausted_at is null
         and ($1::text is null or channel = $1)
         and (due_at <= $2 or lease is not null) limit 1`,
      [channel, new Date().toISOString()],
    );
    if (rows.length === 0) {
      return;
    }
    await sleep(100);
  }
}

/** How long it took until other plugins were told of each breach. */
async function toldSince(context: BenchContext, began: number) {
  return withDatabase(context, async client => {
    for (const channel of ['history.publish:leisure', 'event:leisure']) {
      await settled(client, channel);
    }
    const { rows } = await client.query<{ at: string }>(
      `select done_at as at from outbox
       where kind = 'event' and channel = 'event:leisure' and created_at >= $1
       order by 1`,
      [new Date(began).toISOString()],
    );
    if (rows.length !== DUE) {
      throw new Error(`Backstage heard of ${rows.length} breaches`);
    }
    return delays(rows, began);
  });
}

/** How long it took until each breach since then was saved; fails unless each was, once. */
async function delaysSince(client: Client, began: number) {
  const { rows } = await client.query<{ stream: string; at: string }>(
    `select e.stream, e.at from events e
     where e.type in ('stage.overdue', 'stage.escalated') and e.at >= $1
     order by e.at`,
    [new Date(began).toISOString()],
  );
  const streams = new Set(rows.map(({ stream }) => stream));
  if (rows.length !== DUE || streams.size !== DUE) {
    throw new Error(`${rows.length} breaches of ${streams.size} requests`);
  }
  return delays(rows, began);
}

/** Of all that were due, in order of time. */
function delays(rows: { at: string }[], began: number) {
  const delay = (part: number) =>
    Date.parse(rows[Math.ceil(DUE * part) - 1].at) - began;
  return {
    perSecond: (DUE / delay(1)) * 1_000,
    p50: delay(0.5),
    p95: delay(0.95),
    p99: delay(0.99),
  };
}

export default bench;
