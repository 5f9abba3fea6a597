import { webhookManagePermission } from '@countersign/backstage-plugin-approvals-common';
import { ApprovalsRefusal, Caller, notFound, refuseToken } from '../http';
import { Access } from '../permissions';

/** Answers who may look after webhooks: whoever may not does not see one either. */
export class WebhookAccess {
  readonly #access: Pick<Access, 'may'>;

  constructor(options: { access: Pick<Access, 'may'> }) {
    this.#access = options.access;
  }

  /** @throws ApprovalsRefusal NOT_ALLOWED */
  async requireManager(caller: Caller): Promise<void> {
    if (!(await this.#manages(caller))) {
      throw new ApprovalsRefusal('NOT_ALLOWED', 'You may not manage webhooks');
    }
  }

  /** @throws ApprovalsRefusal TOKEN_NOT_ALLOWED, NOT_ALLOWED */
  async requireMaker(caller: Caller): Promise<void> {
    refuseToken(caller);
    await this.requireManager(caller);
  }

  /** @throws ApprovalsRefusal NOT_FOUND */
  async requireSight(caller: Caller): Promise<void> {
    if (!(await this.#manages(caller))) {
      throw notFound();
    }
  }

  /** @throws ApprovalsRefusal TOKEN_NOT_ALLOWED, NOT_FOUND */
  async requireChange(caller: Caller): Promise<void> {
    refuseToken(caller);
    await this.requireSight(caller);
  }

  #manages(caller: Caller): Promise<boolean> {
    return this.#access.may(caller, webhookManagePermission);
  }
}
