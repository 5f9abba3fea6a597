import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Backend, killBackends } from './Backend';
import { Postgres } from './Postgres';
import { Behaviour, Receiver, stopReceivers } from './Receiver';
import { active, activatePolicy, approve, ask } from './stories';
import { until } from './until';
import { unique, tell, workplace } from './workplace';

const MEGABYTE = 1024 ** 2;
const GIGABYTE = 1024 * MEGABYTE;

let postgres: Postgres;
let backend: Backend;

beforeAll(async () => {
  postgres = await Postgres.start();
  backend = await Backend.start(postgres.database().config);
  await activatePolicy(backend);
});

afterEach(stopReceivers);
afterAll(async () => {
  await killBackends();
  await postgres?.stop();
});

const hangs: Behaviour = () => {};

const refuses: Behaviour = response => {
  response.writeHead(500).end('no');
};

const resets: Behaviour = response => {
  response.socket?.resetAndDestroy();
};

/** Answers with three gigabytes, as far as somebody reads them. */
const pours: Behaviour = response => {
  response.writeHead(200, { 'content-type': 'text/plain' });
  // Whoever reads no further is right.
  return pipeline(Readable.from(threeGigabytes()), response).catch(() => {});
};

function* threeGigabytes() {
  const piece = Buffer.alloc(64 * 1024, 'x');
  for (let sent = 0; sent < 3 * GIGABYTE; sent += piece.length) {
    yield piece;
  }
}

/** A certificate that nobody vouches for. */
function selfSigned(): { key: string; cert: string } {
  const [key, cert] = ['key', 'cert'].map(name =>
    path.join(workplace, `${unique(name)}.pem`),
  );
  execFileSync(
    'openssl',
    [
      ...[
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
      ],
      ...['-nodes', '-days', '2', '-subj', '/CN=127.0.0.1'],
      ...['-addext', 'subjectAltName=IP:127.0.0.1'],
      ...['-keyout', key, '-out', cert],
    ],
    { stdio: 'ignore' },
  );
  return {
    key: fs.readFileSync(key, 'utf8'),
    cert: fs.readFileSync(cert, 'utf8'),
  };
}

describe('a receiver that', () => {
  it.each<[string, Behaviour, RegExp]>([
    ['hangs', hangs, /No whole answer within 2 s/],
    ['answers 500', refuses, /It answered 500/],
    ['resets the connection', resets, /reset|closed|other side/i],
  ])(
    '%s costs nobody else anything, and gets all in order once it is well',
    async (name, behaviour, error) => {
      const [ill, well] = [await Receiver.start(), await Receiver.start()];
      const endpointId = await ill.register(backend);
      await well.register(backend);
      ill.behave = behaviour;
      const { id, took } = await approved();
      await toldAll(well, id);
      expect(await failureOf(endpointId)).toMatch(error);
      tell(`one receiver ${name}: approved and told within ${took()} ms`);

      ill.takeAll();
      await toldAll(ill, id);
      expect(ill.about(id).map(message => message.id)).toEqual(
        well.about(id).map(message => message.id),
      );
    },
  );

  it('answers three gigabytes costs no memory, and is heard no further', async () => {
    const talker = await Receiver.start();
    await talker.register(backend);
    talker.behave = pours;
    const before = backend.residentBytes;
    const { id } = await approved();
    await toldAll(talker, id);
    const grown = (backend.residentBytes - before) / MEGABYTE;
    tell(`it answered three gigabytes: ${Math.round(grown)} MiB more`);
    expect(grown).toBeLessThan(256);
  });

  it('has a certificate that nobody vouches for is told nothing, the other all', async () => {
    const [liar, well] = [
      await Receiver.start(selfSigned()),
      await Receiver.start(),
    ];
    const endpointId = await liar.register(backend);
    await well.register(backend);
    const { id } = await approved();
    await toldAll(well, id);
    expect(await failureOf(endpointId)).toMatch(/certificate|self.signed/i);
    expect(liar.messages).toEqual([]);
  });
});

/** A request that was asked for and approved, and the milliseconds since. */
async function approved(): Promise<{ id: string; took: () => number }> {
  const began = Date.now();
  const request = await ask(backend);
  await approve(backend, request, 'bob');
  await approve(backend, await active(backend, request.id, 1), 'erin');
  return { id: request.id, took: () => Date.now() - began };
}

/** Waits until a receiver knows how it ended. */
async function toldAll(receiver: Receiver, requestId: string): Promise<void> {
  await until('the receiver is told all', async () =>
    receiver.about(requestId).find(({ type }) => type === 'request.approved'),
  );
}

/** What an endpoint's last delivery says of its failure, once it failed. */
function failureOf(endpointId: string): Promise<string> {
  return until('a failure is written down', async () => {
    const { items } = await backend.as('erin').listDeliveries({
      query: { endpointId },
    });
    const attempts = items.flatMap(item => item.attempts);
    return attempts.find(({ error }) => error !== undefined)?.error;
  });
}
