import { AuthService } from '@backstage/backend-plugin-api';
import { ScaffolderTask } from '@backstage/plugin-scaffolder-common';
import { ScaffolderService } from '@backstage/plugin-scaffolder-node';

/** Tasks as the scaffolder keeps them: their steps do not change any more once they were made. */
export class FrozenTasks {
  readonly #scaffolder: ScaffolderService;
  readonly #auth: AuthService;

  constructor(services: { scaffolder: ScaffolderService; auth: AuthService }) {
    this.#scaffolder = services.scaffolder;
    this.#auth = services.auth;
  }

  /** @throws whatever the scaffolder answers, NotFoundError among it */
  async get(taskId: string): Promise<ScaffolderTask> {
    return this.#scaffolder.getTask(
      { taskId },
      { credentials: await this.#auth.getOwnServiceCredentials() },
    );
  }
}
