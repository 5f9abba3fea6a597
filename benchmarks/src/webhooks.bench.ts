import { setTimeout as sleep } from 'node:timers/promises';
import { Bench, BenchContext, Figure, Measured } from './bench';
import { cpuSeconds } from './cpu';
import { Load, timed, WARM_UP_SECONDS } from './measure';
import { profiled } from './profile/profiled';
import {
  Receivers,
  RECEIVERS,
  SLOW_AFTER,
  SLOW_ONES,
} from './receivers/Receivers';
import { makePolicy, requestBody, withDatabase } from './setting';

const POLICY = 'bench-webhooks';
const TYPE = 'request.created';
/** Messages that wait for each endpoint. */
const QUEUED = 3_000;
const QUICK = RECEIVERS - SLOW_ONES;
/** Messages that all quick endpoints get at once. */
const AT_ONCE = QUICK * 5;
const CLIENTS = 8;

/** Messages to webhook endpoints: a queue that is worked off, and what comes of requests that are made meanwhile. */
const bench: Bench = {
  title: `webhooks to ${RECEIVERS} endpoints on this machine, ${SLOW_ONES} of which takes ${SLOW_AFTER} ms for each message; ${QUEUED} messages (copied in SQL from one that was made) wait for each. Messages of quick endpoints are counted, as they arrive; milliseconds are from the moment at which the queues were let go. Floor: the same messages sent by the load generator over ${AT_ONCE} connections, unsigned, from memory`,
  modes: ['stock', 'tuned'],
  async run(context) {
    const receivers = await Receivers.start();
    const ids: string[] = [];
    try {
      ids.push(...(await makeEndpoints(context, receivers)));
      return await measureAll(context, receivers, ids);
    } finally {
      const erin = context.callers.as('erin');
      for (const id of ids) {
        await erin.deleteWebhook({ params: { id } });
      }
      await receivers.stop();
    }
  },
};

async function measureAll(
  context: BenchContext,
  receivers: Receivers,
  ids: string[],
): Promise<Figure[]> {
  await makePolicy(context, POLICY);
  const body = await messageOf(context, ids[0]);
  await enable(context, ids, false);
  await fill(context, ids, body);
  const floor = await floorOf(context, receivers, body);
  await receivers.arrivals();
  const queue = await profiled(context, 'webhooks of a queue', () =>
    counted(context, receivers, () => enable(context, ids, true)),
  );
  await quiet(receivers);

  let index = 1;
  const creating: Load = {
    expected: 201,
    next: () => ({
      method: 'POST',
      path: '/api/approvals/requests',
      token: context.serviceToken,
      body: requestBody(POLICY, index++),
    }),
  };
  let creates: Measured | undefined;
  const live = await counted(context, receivers, async () => {
    creates = await timed(context, CLIENTS, creating);
  });
  const clients = RECEIVERS;
  return [
    { what: 'webhooks of a queue, by endpoints', clients, ...queue, floor },
    {
      what: `webhooks while requests are made by ${CLIENTS} clients, by endpoints`,
      clients,
      ...live,
      floor,
    },
    {
      what: `requests made meanwhile; floor: messages`,
      clients: CLIENTS,
      ...creates!,
      floor,
    },
  ];
}

async function makeEndpoints(
  { callers }: BenchContext,
  { ports }: Receivers,
): Promise<string[]> {
  const ids = [];
  for (const [index, port] of ports.entries()) {
    const { id } = await callers.as('erin').createWebhook({
      body: {
        name: `Receiver ${index + 1}`,
        url: `http://localhost:${port}/`,
        types: [TYPE],
        policyKeys: [POLICY],
      },
    });
    ids.push(id);
  }
  return ids;
}

async function enable(
  { callers }: BenchContext,
  ids: string[],
  enabled: boolean,
): Promise<void> {
  for (const id of ids) {
    const params = { id };
    await callers.as('erin').updateWebhook({ params, body: { enabled } });
  }
}

/** A message as it is made for a request. */
async function messageOf(
  { callers }: BenchContext,
  endpointId: string,
): Promise<string> {
  await callers.service.createRequest({ body: requestBody(POLICY, 0) });
  const erin = callers.as('erin');
  for (;;) {
    const { items } = await erin.listDeliveries({ query: { endpointId } });
    if (items.length > 0) {
      const params = { id: items[0].id };
      return (await erin.getDelivery({ params })).payload.body;
    }
    await sleep(50);
  }
}

/** Lets messages wait for each endpoint, each of another request. */
function fill(
  context: BenchContext,
  ids: string[],
  body: string,
): Promise<void> {
  return withDatabase(context, async client => {
    const now = new Date().toISOString();
    for (const id of ids) {
      await client.query(
        `with made as (
           insert into webhook_deliveries (id, endpoint_id, kind, message_id, type,
             stream, request_id, body, status, created_at, next_attempt_at)
           select gen_random_uuid(), $1::uuid, 'event', gen_random_uuid(), $2,
             'request:' || r.id, r.id, $3, 'pending', $4, $4
           from (select gen_random_uuid() as id from generate_series(1, $5)) r
           returning id, stream)
         insert into outbox (id, kind, channel, payload, stream, lane, due_at, created_at)
         select gen_random_uuid(), 'webhook', 'webhook:' || $1::text,
           json_build_object('deliveryId', id, 'endpointId', $1::text)::text,
           stream, 'webhook:' || $1::text || ':' || stream, $4, $4
         from made`,
        [id, TYPE, body, now, QUEUED],
      );
    }
    await client.query('vacuum analyze');
  });
}

function floorOf(
  context: BenchContext,
  { ports }: Receivers,
  body: string,
): Promise<Measured> {
  const message = JSON.parse(body);
  const load: Load = {
    expected: 204,
    next: () => ({ method: 'POST', path: '/', token: '', body: message }),
  };
  const there = { ...context, portalUrl: `http://localhost:${ports[0]}` };
  return timed({ ...there, seconds: WARM_UP_SECONDS }, AT_ONCE, load);
}

/** Waits until nothing comes to the quick endpoints any more. */
async function quiet(receivers: Receivers): Promise<void> {
  do {
    await receivers.arrivals();
    await sleep(1_000);
  } while (
    (await receivers.arrivals()).slice(0, QUICK).some(({ length }) => length)
  );
}

/** Counts for some seconds what comes to the quick endpoints, from a moment on. */
async function counted(
  context: BenchContext,
  receivers: Receivers,
  begin: () => Promise<void>,
): Promise<Measured> {
  await receivers.arrivals();
  const before = cpuSeconds(context);
  const began = Date.now();
  const beginning = begin();
  await sleep(context.seconds * 1_000);
  const times = (await receivers.arrivals())
    .slice(0, QUICK)
    .flat()
    .map(time => time - began)
    .sort((a, b) => a - b);
  const after = cpuSeconds(context);
  await beginning;
  if (times.length === 0) {
    throw new Error('Nothing came to the receivers');
  }
  const seconds = times[times.length - 1] / 1_000;
  const use = (part: keyof typeof after) =>
    Math.round(((after[part] - before[part]) / context.seconds) * 100);
  const at = (part: number) => times[Math.ceil(times.length * part) - 1];
  return {
    perSecond: times.length / seconds,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    others: {},
    cpu: { node: use('node'), postgres: use('postgres'), load: use('load') },
  };
}

export default bench;
