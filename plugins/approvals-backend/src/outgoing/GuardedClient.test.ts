import https from 'node:https';
import {
  Answering,
  listening,
  Receiver,
  startReceiver,
} from './__testUtils__/receivers';
import { selfSigned } from './__testUtils__/selfSigned';
import { AllowedHost, Guard, Resolve } from './Guard';
import { GuardedClient, Post } from './GuardedClient';

const HERE = [{ address: '127.0.0.1', family: 4 }];

describe('the guarded client', () => {
  const open: { close(): Promise<void> }[] = [];

  const clientOf = (allow: AllowedHost[], resolve?: Resolve) => {
    const client = new GuardedClient({ guard: new Guard({ allow }), resolve });
    open.push(client);
    return client;
  };
  const receiver = async (answer?: Answering): Promise<Receiver> => {
    const started = await startReceiver(answer);
    open.push(started);
    return started;
  };
  const post = (client: GuardedClient, url: string, more?: Partial<Post>) =>
    client.post({
      url,
      headers: { 'content-type': 'application/json' },
      body: '{"a":"ä"}',
      timeout: 2_000,
      most: 100,
      ...more,
    });
  /** Sends to a receiver on this machine, which is allowed. */
  const postTo = (answer: Answering, more?: Partial<Post>) =>
    receiver(answer).then(({ url }) => post(local(), url, more));
  const local = () => clientOf([{ host: 'localhost', insecure: true }]);

  afterEach(async () => {
    await Promise.all(open.splice(0).map(it => it.close()));
  });

  it('sends a body and gives the answer', async () => {
    const { url, received } = await receiver(response => {
      response.writeHead(202, { 'x-mark': 'yes' }).end('taken');
    });
    expect(await post(local(), `${url}/a?b=c`)).toMatchObject({
      status: 202,
      headers: { 'x-mark': 'yes' },
      body: 'taken',
      cut: false,
    });
    expect(received).toMatchObject([
      {
        method: 'POST',
        path: '/a?b=c',
        headers: { 'content-type': 'application/json' },
        body: '{"a":"ä"}',
      },
    ]);
  });

  it('uses a connection again', async () => {
    const { url, connections } = await receiver();
    const client = local();
    for (let index = 0; index < 20; index++) {
      await post(client, url);
    }
    expect(connections()).toBeLessThanOrEqual(2);
  });

  it('does not connect to where the guard does not let it', async () => {
    const { port, connections } = await receiver();
    const resolve = async () => HERE;
    const client = clientOf([], resolve);
    const urls = [
      `https://127.0.0.1:${port}/`,
      `https://receiver.example.com:${port}/`,
    ];
    for (const url of urls) {
      await expect(post(client, url)).rejects.toThrow(/not public/);
    }
    expect(connections()).toBe(0);
  });

  it('refuses a name when one of its addresses is not public', async () => {
    const { port, connections } = await receiver();
    const client = clientOf([], async () => [
      { address: '127.0.0.1', family: 4 },
      { address: '93.184.216.34', family: 4 },
    ]);
    await expect(
      post(client, `https://receiver.example.com:${port}/`),
    ).rejects.toThrow('127.0.0.1');
    expect(connections()).toBe(0);
  });

  it('connects to what was checked, whatever the name means a moment later', async () => {
    const { port, connections, received } = await receiver();
    // Nobody listens at the second address.
    const answers = [HERE, [{ address: '127.0.0.9', family: 4 }]];
    let asked = 0;
    const client = clientOf(
      [{ host: 'receiver.example', insecure: true }],
      async () => answers[Math.min(asked++, 1)],
    );
    await post(client, `http://receiver.example:${port}/`);
    expect(asked).toBe(1);
    expect(connections()).toBe(1);
    expect(received[0].headers.host).toBe(`receiver.example:${port}`);
  });

  it('checks a name again for a new connection', async () => {
    const first = await receiver();
    let address = '127.0.0.1';
    const client = clientOf(
      [{ host: 'receiver.example', port: first.port, insecure: true }],
      async () => [{ address, family: 4 }],
    );
    await post(client, `http://receiver.example:${first.port}/`);
    address = '10.0.0.1';
    await expect(post(client, 'https://receiver.example/')).rejects.toThrow(
      '10.0.0.1',
    );
  });

  it('takes a certificate of the name only, and names it to the receiver', async () => {
    const names: string[] = [];
    const server = https.createServer({
      ...selfSigned,
      SNICallback: (name, use) => {
        names.push(name);
        use(null);
      },
    });
    const { port, close } = await listening(server);
    open.push({ close });
    const client = clientOf(
      [{ host: 'receiver.example', insecure: true }],
      async () => HERE,
    );
    await expect(
      post(client, `https://receiver.example:${port}/`),
    ).rejects.toThrow(/self-signed certificate/);
    expect(names).toEqual(['receiver.example']);
  });

  it('follows no redirect', async () => {
    const elsewhere = await receiver();
    const answer = await postTo(response => {
      response.writeHead(307, { location: elsewhere.url }).end();
    });
    expect(answer.status).toBe(307);
    expect(elsewhere.connections()).toBe(0);
  });

  it.each<[string, Answering, RegExp]>([
    ['never answers', () => {}, /within 0.2 s/],
    [
      'sends its headers one by one for ever',
      (_, __, { socket }) => {
        socket.write('HTTP/1.1 200 OK\r\n');
        const timer = setInterval(() => socket.write('x-a: b\r\n'), 20);
        socket.on('close', () => clearInterval(timer));
      },
      /within 0.2 s/,
    ],
    [
      'sends its body drop by drop for ever',
      response => {
        response.writeHead(200);
        const timer = setInterval(() => response.write('x'), 20);
        response.on('close', () => clearInterval(timer));
      },
      /within 0.2 s/,
    ],
    [
      'begins a body and stops',
      response => {
        response.writeHead(200, { 'content-length': '50' }).write('half');
      },
      /within 0.2 s/,
    ],
    ['resets', (_, __, { socket }) => socket.resetAndDestroy(), /ECONNRESET/],
    [
      'hangs up in its body',
      (response, _, { socket }) => {
        response.writeHead(200, { 'content-length': '50' }).write('half');
        setTimeout(() => socket.destroy(), 20);
      },
      /terminated|closed|other side/,
    ],
    [
      'does not speak HTTP',
      (_, __, { socket }) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'),
      /HTTP|Parse/i,
    ],
    [
      'sends headers without end',
      (_, __, { socket }) => {
        socket.write(`HTTP/1.1 200 OK\r\nx: ${'a'.repeat(200_000)}\r\n\r\n`);
      },
      /overflow/i,
    ],
  ])('fails when the receiver %s', async (_, answer, words) => {
    await expect(postTo(answer, { timeout: 200 })).rejects.toThrow(words);
  });

  it('reads no more than it is asked to of an answer of 3 GB', async () => {
    let sent = 0;
    const before = process.memoryUsage().rss;
    const answer = await postTo((response, _, { socket }) => {
      const piece = Buffer.alloc(1024 * 1024, 'x');
      response.writeHead(200, { 'content-length': String(3 * 2 ** 30) });
      const pour = () => {
        while (!socket.destroyed && response.write(piece)) {
          sent += piece.length;
        }
      };
      response.on('drain', pour);
      pour();
    });
    expect(answer).toMatchObject({ status: 200, cut: true });
    expect(answer.body).toBe('x'.repeat(100));
    expect(sent).toBeLessThan(100 * 1024 * 1024);
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
  });

  it('ends when whoever asked does not want it any more', async () => {
    const controller = new AbortController();
    const sending = postTo(() => controller.abort(new Error('never mind')), {
      signal: controller.signal,
    });
    await expect(sending).rejects.toThrow('never mind');
  });

  it('says so when nobody listens', async () => {
    const gone = await startReceiver();
    await gone.close();
    await expect(post(local(), gone.url)).rejects.toThrow('ECONNREFUSED');
  });
});
