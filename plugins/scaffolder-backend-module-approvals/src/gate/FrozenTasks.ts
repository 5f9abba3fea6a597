import { AuthService } from '@backstage/backend-plugin-api';
import { ScaffolderTask } from '@backstage/plugin-scaffolder-common';
import { ScaffolderService } from '@backstage/plugin-scaffolder-node';
import { answerOf } from '../NoAnswer';

/** Tasks as the scaffolder keeps them: their steps do not change any more once they were made. */
export class FrozenTasks {
  readonly #scaffolder: ScaffolderService;
  readonly #auth: AuthService;

  constructor(services: { scaffolder: ScaffolderService; auth: AuthService }) {
    this.#scaffolder = services.scaffolder;
    this.#auth = services.auth;
  }

  /** @throws NoAnswer */
  async get(taskId: string): Promise<ScaffolderTask> {
    const credentials = await this.#auth.getOwnServiceCredentials();
    return answerOf('scaffolder', () =>
      this.#scaffolder.getTask({ taskId }, { credentials }),
    );
  }
}
