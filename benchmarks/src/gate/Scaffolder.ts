import { setTimeout as sleep } from 'node:timers/promises';
import { Callers, signIn } from '@countersign/scripts';
import { Databases } from './Databases';

const TEMPLATE = 'template:default/request-database-user';
/** What a whole step of the benchmark may take, in milliseconds. */
const PATIENCE = 600_000;

/** Alice's runs of the demo's template. */
export class Scaffolder {
  readonly #url: string;
  #token: Promise<string> | undefined;

  constructor(url: string) {
    this.#url = url;
  }

  /** Waits until the catalog has the template. */
  async templateIsThere(): Promise<void> {
    await until('the template', async () => {
      const path = TEMPLATE.replace(':', '/');
      return (await this.#call('GET', `catalog/entities/by-name/${path}`)).ok;
    });
  }

  /** Starts a run; gives its id. */
  async start(index: number): Promise<string> {
    const response = await this.#call('POST', 'scaffolder/v2/tasks', {
      templateRef: TEMPLATE,
      values: {
        database: 'resource:default/ledger-prod',
        username: `user_${index}`,
        access: 'read',
        days: 14,
        reason: 'A benchmark',
      },
    });
    const { id } = (await response.json()) as { id: string };
    return id;
  }

  /** Waits until so many runs have parked. */
  async allParked(databases: Databases, count: number): Promise<void> {
    await until(
      `${count} runs wait`,
      async () => (await databases.countOf('failed')) >= count,
    );
  }

  /** Waits until so many runs have gone through. */
  async allDone(databases: Databases, count: number): Promise<void> {
    await until(
      `${count} runs are done`,
      async () => (await databases.countOf('completed')) >= count,
    );
  }

  /** Milliseconds from the start of a run until it waits. */
  async timeToPark(index: number): Promise<number> {
    const began = Date.now();
    const id = await this.start(index);
    await until('another run waits', async () => {
      const response = await this.#call('GET', `scaffolder/v2/tasks/${id}`);
      const { status } = (await response.json()) as { status: string };
      return status === 'failed';
    });
    return Date.now() - began;
  }

  /** Somebody approves what a run asks for. */
  async approve(
    person: ReturnType<Callers['as']>,
    taskId: string,
  ): Promise<void> {
    const response = await this.#call('GET', `scaffolder/v2/tasks/${taskId}`);
    const { spec } = (await response.json()) as {
      spec: { parameters: { username: string } };
    };
    const { items } = await person.listTasks({
      query: { q: spec.parameters.username },
    });
    await person.decideTask({
      params: { id: items[0].id },
      body: { decision: 'approve' },
    });
  }

  /** Alice lets a run go on. */
  async resume(taskId: string): Promise<void> {
    const path = `scaffolder/v2/tasks/${taskId}/retry`;
    const { status } = await this.#call('POST', path, {});
    if (status !== 201) {
      throw new Error(`Resuming answered ${status}`);
    }
  }

  async #call(method: string, path: string, body?: unknown): Promise<Response> {
    this.#token ??= signIn(this.#url, 'alice');
    return fetch(`${this.#url}/api/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await this.#token}`,
        'content-type': 'application/json',
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  }
}

async function until(
  what: string,
  isThere: () => Promise<boolean>,
): Promise<void> {
  const end = Date.now() + PATIENCE;
  while (!(await isThere())) {
    if (Date.now() > end) {
      throw new Error(`Not seen in ${PATIENCE} ms: ${what}`);
    }
    await sleep(100);
  }
}
