import {
  ApprovalsClient,
  createApprovalsClient,
  Issue,
} from '@countersign/backstage-plugin-approvals-common';
import { headerOf, Who } from './callers';
import { broken, Exchange } from './contract';

/** What came back for something that was sent as it is. */
export type Answer = {
  status: number;
  body: AnswerBody;
  headers: Headers;
};

type AnswerBody = Record<string, unknown> & {
  error?: { code: string; message: string; issues?: Issue[] };
};

/** The plugin in a running backend, reached over HTTP. */
export type Portal = {
  /** The typed client of a caller. Each answer is held against the contract. */
  as(who: Who): ApprovalsClient;
  /** Sends anything. A string or bytes go out as they are, everything else as JSON. */
  send(
    who: Who | undefined,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>;
};

/** The plugin at an address, whoever runs it there. */
export function portalAt(port: number): Portal {
  const url = `http://localhost:${port}/api/approvals`;
  return {
    as: who => clientOf(url, who),
    send: (who, method, path, body, headers) =>
      send(url, who, { method, path, body, headers }),
  };
}

function clientOf(url: string, who: Who): ApprovalsClient {
  return createApprovalsClient({
    baseUrl: () => url,
    fetch: async (input, init) => {
      const response = await fetch(input, {
        ...init,
        headers: { ...init?.headers, authorization: headerOf(who) },
      });
      const path = String(input).slice(url.length).split('?')[0];
      await hold(response.clone(), {
        method: init?.method ?? 'GET',
        path,
        sent: init?.body === undefined ? undefined : JSON.parse(`${init.body}`),
      });
      return response;
    },
  });
}

async function send(
  url: string,
  who: Who | undefined,
  sent: {
    method: string;
    path: string;
    body?: unknown;
    headers?: Record<string, string>;
  },
): Promise<Answer> {
  const { method, path, body, headers } = sent;
  const isRaw = typeof body === 'string' || body instanceof Uint8Array;
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(who && { authorization: headerOf(who) }),
      ...headers,
    },
    body: isRaw ? (body as BodyInit) : JSON.stringify(body),
  });
  const [barePath] = path.split('?');
  const answer = await hold(response, {
    method,
    path: barePath,
    sent: isRaw ? undefined : body,
  });
  return {
    status: response.status,
    headers: response.headers,
    body: answer as AnswerBody,
  };
}

/** Reads an answer and throws when it is not what the contract promises. */
async function hold(
  response: Response,
  exchange: Omit<Exchange, 'status' | 'type' | 'body'>,
): Promise<unknown> {
  const text = await response.text();
  const [type] = (response.headers.get('content-type') ?? '').split(';');
  const body = type === 'application/json' ? JSON.parse(text) : text;
  const faults = broken({
    ...exchange,
    status: response.status,
    type: type || undefined,
    body,
  });
  if (faults.length > 0) {
    const { method, path } = exchange;
    throw new Error(`${method} ${path}: ${faults.join('; ')}`);
  }
  return body;
}
