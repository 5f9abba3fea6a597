import fs from 'node:fs';
import path from 'node:path';
import { JsonObject } from '@backstage/types';
import { PolicyDefinitionInput } from '@countersign/backstage-plugin-approvals-common';
import { Backend } from './Backend';
import { activatePolicy, active, approve } from './stories';
import { until } from './until';
import { unique, workplace } from './workplace';

/** The scaffolder looks for tasks of dead backends every ten seconds. */
const PATIENCE = 60_000;

const POLICY = {
  key: 'gated',
  name: 'Gated',
  subjectType: 'demo.artifact',
  stages: [
    {
      name: 'Platform',
      approvers: [{ type: 'group' as const, group: 'group:default/platform' }],
    },
  ],
};

/** Alice's runs of a template with a gate, in a backend that may be killed. */
export class GatedRuns {
  readonly #database: JsonObject;
  readonly #madeFile = path.join(workplace, unique('made'));
  backend!: Backend;

  private constructor(database: JsonObject) {
    this.#database = database;
  }

  /** @param database - as below `backend.database` of a configuration, empty */
  static async start(database: JsonObject): Promise<GatedRuns> {
    const runs = new GatedRuns(database);
    await runs.#begin();
    await activatePolicy(runs.backend, POLICY);
    return runs;
  }

  /** Kills the backend, and starts another one, whose clock may be ahead by some milliseconds. */
  async restart(ahead: number = 0): Promise<void> {
    await this.backend.kill();
    await this.#begin(ahead);
  }

  async #begin(ahead: number = 0): Promise<void> {
    this.backend = await Backend.start(this.#database, ahead, this.#madeFile);
  }

  /** Puts a policy of the gate into force that differs; gives its key. */
  async activate(change: Partial<PolicyDefinitionInput>): Promise<string> {
    const key = unique('gated').replace('_', '-');
    await activatePolicy(this.backend, { ...POLICY, ...change, key });
    return key;
  }

  /** Alice starts the template; gives the task's id. */
  async run(policy: string = POLICY.key): Promise<string> {
    const answer = await this.#call('POST', '', {
      templateRef: 'template:default/gated',
      values: { name: unique('thing'), policy },
    });
    return (answer as { id: string }).id;
  }

  /** The task that was started; the only one that moves, when its answer was lost. */
  async started(taskId: Promise<string>): Promise<string> {
    const known = await taskId.catch(() => undefined);
    const { tasks } = (await this.#call(
      'GET',
      '?limit=1&order=desc:created_at',
    )) as { tasks: { id: string }[] };
    return known ?? tasks[0].id;
  }

  /** Alice lets a task go on. */
  retry(taskId: string): Promise<unknown> {
    return this.#call('POST', `/${taskId}/retry`, {});
  }

  /** Waits until a task has come to an end: it waits, or is done. */
  settled(taskId: string): Promise<string> {
    return until(
      `task '${taskId}' has settled`,
      async () => {
        const { status } = (await this.#call('GET', `/${taskId}`)) as {
          status: string;
        };
        return ['open', 'processing'].includes(status) ? undefined : status;
      },
      PATIENCE,
    );
  }

  /** What ended a task. */
  async errorOf(taskId: string): Promise<{ name: string; message: string }> {
    const events = (await this.#call('GET', `/${taskId}/events`)) as {
      type: string;
      body: { error: { name: string; message: string } };
    }[];
    const ends = events.filter(({ type }) => type === 'completion');
    return ends[ends.length - 1].body.error;
  }

  /** What the steps of a task wrote. */
  linesOf(taskId: string): string[] {
    const lines = fs.readFileSync(this.#madeFile, 'utf8').split('\n');
    return lines.filter(line => line.startsWith(taskId));
  }

  /** The requests that a task has made. */
  async requestsOf(taskId: string) {
    const { items } = await this.backend.as('erin').listRequests({
      query: { limit: '100' },
    });
    return items.filter(({ run: it }) => it?.link?.endsWith(taskId));
  }

  /** Bob approves what a task asks for, unless he has. */
  async decide(taskId: string): Promise<void> {
    const [{ id, status }] = await this.requestsOf(taskId);
    if (status === 'in_review') {
      await approve(this.backend, await active(this.backend, id, 0), 'bob');
    }
  }

  #call(method: string, place: string, body?: unknown): Promise<unknown> {
    return this.backend.call(
      'alice',
      method,
      `scaffolder/v2/tasks${place}`,
      body,
    );
  }
}
