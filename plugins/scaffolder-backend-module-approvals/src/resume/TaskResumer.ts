import { AuthService } from '@backstage/backend-plugin-api';
import { ResponseError } from '@backstage/errors';
import { ScaffolderService } from '@backstage/plugin-scaffolder-node';

/** What came of telling a task to go on. */
export type Resumed = 'resumed' | 'busy' | 'gone' | 'refused';

/**
 * Lets parked tasks go on. The one place that changes when the scaffolder
 * itself knows of tasks that wait.
 */
export interface TaskResumer {
  /**
   * @returns `busy` when it runs or waits for a worker already, `gone` when it
   * or its template is not there any more, `refused` when the scaffolder wants
   * more for it than a service has
   * @throws what can be tried again
   */
  resume(taskId: string): Promise<Resumed>;
}

const BY_STATUS: Record<number, Resumed> = {
  400: 'refused',
  404: 'gone',
  409: 'busy',
};

/** Resumes by the scaffolder's retry: it goes on at the step that parked the task. */
export class RetryResumer implements TaskResumer {
  readonly #scaffolder: ScaffolderService;
  readonly #auth: AuthService;

  constructor(services: { scaffolder: ScaffolderService; auth: AuthService }) {
    this.#scaffolder = services.scaffolder;
    this.#auth = services.auth;
  }

  async resume(taskId: string): Promise<Resumed> {
    const credentials = await this.#auth.getOwnServiceCredentials();
    try {
      await this.#scaffolder.retry({ taskId }, { credentials });
      return 'resumed';
    } catch (error) {
      const known = BY_STATUS[statusOf(error) ?? 0];
      if (!known) {
        throw error;
      }
      return known;
    }
  }
}

/** The status of an answer of the scaffolder that was thrown. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof ResponseError ? error.response.status : undefined;
}
