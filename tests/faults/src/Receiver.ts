import http from 'node:http';
import https from 'node:https';
import { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { Backend } from './Backend';

/** A message as it came in. */
export type Message = {
  id: string;
  type: string;
  stream: string;
  body: string;
  /** Whether it was signed as Standard Webhooks has it, with the endpoint's secret. */
  isSigned: boolean;
};

/** How a message is answered. By default with 204. */
export type Behaviour = (
  response: http.ServerResponse,
  message: Message,
) => void | Promise<void>;

const takes: Behaviour = response => {
  response.writeHead(204).end();
};

const running = new Set<Receiver>();

/** Somebody who is told by webhooks: an HTTP server on loopback. */
export class Receiver {
  /** What it got, in the order in which it came, whatever it answered. */
  readonly messages: Message[] = [];
  behave: Behaviour = takes;
  readonly #server: http.Server | https.Server;
  readonly #scheme: string;
  #secret = '';

  private constructor(tls?: { key: string; cert: string }) {
    const listener: http.RequestListener = (request, response) =>
      this.#receive(request, response);
    this.#scheme = tls ? 'https' : 'http';
    this.#server = tls
      ? https.createServer(tls, listener)
      : http.createServer(listener);
  }

  /** Starts one. */
  static async start(tls?: { key: string; cert: string }): Promise<Receiver> {
    const receiver = new Receiver(tls);
    await new Promise<void>(resolve =>
      receiver.#server.listen(0, '127.0.0.1', resolve),
    );
    running.add(receiver);
    return receiver;
  }

  /** Makes an endpoint of it; resolves with the endpoint's id. */
  async register(backend: Backend): Promise<string> {
    const { port } = this.#server.address() as AddressInfo;
    const { id, secret } = await backend.as('erin').createWebhook({
      body: {
        name: `Receiver ${port}`,
        url: `${this.#scheme}://127.0.0.1:${port}/hook`,
      },
    });
    this.#secret = secret;
    return id;
  }

  /** Goes back to taking everything. */
  takeAll(): void {
    this.behave = takes;
  }

  /**
   * The first arrivals about a request, oldest first: a message that came twice
   * is one.
   *
   * @throws Error unless each was signed as Standard Webhooks has it, and came
   * the same whenever it came.
   */
  about(requestId: string): Message[] {
    const first = new Map<string, Message>();
    const stream = `request:${requestId}`;
    for (const message of this.messages.filter(m => m.stream === stream)) {
      const known = first.get(message.id) ?? message;
      if (!message.isSigned || message.body !== known.body) {
        throw new Error(`Wrongly signed, or changed: ${message.body}`);
      }
      first.set(message.id, known);
    }
    return [...first.values()];
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
    running.delete(this);
  }

  async #receive(
    request: http.IncomingMessage,
    response: http.ServerResponse,
  ): Promise<void> {
    response.on('error', () => {});
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    const body = Buffer.concat(chunks).toString('utf8');
    const { type, data } = JSON.parse(body);
    const headers = request.headers as Record<string, string>;
    const message = {
      id: headers['webhook-id'],
      type,
      stream: data.stream,
      body,
      isSigned: this.#isSigned(body, headers),
    };
    this.messages.push(message);
    await this.behave(response, message);
  }

  #isSigned(body: string, headers: Record<string, string>): boolean {
    try {
      new Webhook(this.#secret).verify(body, headers);
      return true;
    } catch {
      return false;
    }
  }
}

/** Stops all that still run. */
export function stopReceivers(): void {
  running.forEach(receiver => receiver.stop());
}
