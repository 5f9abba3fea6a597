import { mockCredentials } from '@backstage/backend-test-utils';
import { LogEvent, ScaffolderTask } from '@backstage/plugin-scaffolder-common';
import { JsonObject } from '@backstage/types';
import {
  ApprovalsClient,
  createApprovalsClient,
  PolicyDefinitionInput,
  Request,
} from '@countersign/backstage-plugin-approvals-common';
import { until } from './until';

/** What people do with templates and approvals over HTTP. */
export class Runs {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /** The approvals API as a person, or as a plugin. */
  as(name: string): ApprovalsClient {
    return createApprovalsClient({
      baseUrl: () => `${this.#url}/api/approvals`,
      fetch: (input, init) =>
        fetch(input, {
          ...init,
          headers: {
            ...init?.headers,
            authorization: header(name, 'approvals'),
          },
        }),
    });
  }

  /** Puts a policy into force. */
  async activate(definition: PolicyDefinitionInput): Promise<void> {
    const { version } = await this.as('erin').createPolicy({
      body: { definition },
    });
    await this.as('erin').activatePolicyVersion({
      params: { key: definition.key, version },
      body: {},
    });
  }

  /** Starts a template; gives the task's id. */
  async run(
    name: string,
    values: JsonObject = { name: 'x' },
    options: { by?: string; secrets?: Record<string, string> } = {},
  ): Promise<string> {
    const { by = 'alice', secrets } = options;
    const { body } = await this.call('POST', 'tasks', by, {
      templateRef: `template:default/${name}`,
      values,
      secrets,
    });
    return (body as { id: string }).id;
  }

  /** Presses Retry on a task's page. */
  async retry(
    taskId: string,
    by: string = 'alice',
    secrets?: Record<string, string>,
  ): Promise<number> {
    const answer = await this.call('POST', `tasks/${taskId}/retry`, by, {
      secrets,
    });
    return answer.status;
  }

  /** Cancels a task. */
  async cancel(taskId: string, by: string = 'alice'): Promise<number> {
    return (await this.call('POST', `tasks/${taskId}/cancel`, by)).status;
  }

  async task(taskId: string): Promise<ScaffolderTask> {
    const { body } = await this.call('GET', `tasks/${taskId}`, 'alice');
    return body as ScaffolderTask;
  }

  async logs(taskId: string): Promise<LogEvent[]> {
    const { body } = await this.call('GET', `tasks/${taskId}/events`, 'alice');
    return body as LogEvent[];
  }

  /** Waits until a task has ended; gives its status and the error that ended it. */
  async ended(
    taskId: string,
  ): Promise<{ status: string; name?: string; message?: string }> {
    const status = await until(`task '${taskId}' has ended`, async () => {
      const task = await this.task(taskId);
      return ['open', 'processing'].includes(task.status)
        ? undefined
        : task.status;
    });
    const events = await this.logs(taskId);
    const end = events.filter(({ type }) => type === 'completion').at(-1);
    const { error } = (end?.body ?? {}) as {
      error?: { name: string; message: string };
    };
    return { status, ...error };
  }

  /** The requests that a task has made, the oldest first. */
  async requestsOf(taskId: string): Promise<Request[]> {
    const { items } = await this.as('erin').listRequests({
      query: { sort: 'createdAt', limit: '100' },
    });
    const requests = await Promise.all(
      items.map(({ id }) => this.as('erin').getRequest({ params: { id } })),
    );
    return requests.filter(({ execution }) =>
      execution?.id.startsWith(`${taskId}/`),
    );
  }

  /** The last request of a task. */
  async requestOf(taskId: string): Promise<Request> {
    const requests = await this.requestsOf(taskId);
    return requests[requests.length - 1];
  }

  /** What was told of the run of a task's last request, by type. */
  async told(taskId: string): Promise<string[]> {
    const { id } = await this.requestOf(taskId);
    const { items } = await this.as('erin').listRequestEvents({
      params: { id },
      query: { limit: '100' },
    });
    return items
      .map(({ type }) => type)
      .filter(type => type.startsWith('run.'));
  }

  /** Somebody decides the last request of a task, as soon as they are asked. */
  async decide(
    taskId: string,
    decision: 'approve' | 'reject' | 'request_changes' = 'approve',
    by: string = 'bob',
    comment?: string,
  ): Promise<Request> {
    const { id } = await until('a request is made', () =>
      this.requestOf(taskId),
    );
    return this.decideRequest(id, decision, by, comment);
  }

  /** Somebody decides a request, as soon as they are asked. */
  async decideRequest(
    id: string,
    decision: 'approve' | 'reject' | 'request_changes' = 'approve',
    by: string = 'bob',
    comment?: string,
  ): Promise<Request> {
    const params = { id };
    const seat = await until(`'${by}' is asked`, async () => {
      const { stages } = await this.as('erin').getRequest({ params });
      return stages
        .flatMap(({ tasks }) => tasks)
        .find(
          ({ person, status }) =>
            person === `user:default/${by}` && status === 'open',
        );
    });
    await this.as(by).decideTask({
      params: { id: seat.id },
      body: { decision, comment },
    });
    return this.as('erin').getRequest({ params });
  }

  /** Calls the scaffolder. */
  async call(
    method: string,
    path: string,
    by: string,
    body: unknown = method === 'POST' ? {} : undefined,
  ): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${this.#url}/api/scaffolder/v2/${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        authorization: header(by, 'scaffolder'),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  }
}

/** The header of a person, or of a plugin that calls another. */
function header(who: string, targetPluginId: string): string {
  return who.startsWith('plugin:')
    ? mockCredentials.service.header({
        onBehalfOf: mockCredentials.service(who),
        targetPluginId,
      })
    : mockCredentials.user.header(`user:default/${who}`);
}
