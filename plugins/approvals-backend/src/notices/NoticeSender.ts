import { LoggerService } from '@backstage/backend-plugin-api';
import { NotificationPayload } from '@backstage/plugin-notifications-common';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { isKind } from '@countersign/backstage-plugin-approvals-common';

/** Backstage reads bodies of 100 KiB at most. */
const MOST_RECIPIENTS = 200;
const MOST_EXCLUDED = 200;

/** For so long, in milliseconds, nothing is sent once the notifications were found to be missing. */
const ABSENCE = 10 * 60_000;

/** One notice for many. */
export type Notice = {
  /** Users and groups. */
  recipients: readonly string[];
  /** Whom a notice to a group leaves out. */
  exclude?: readonly string[];
  payload: NotificationPayload;
};

/**
 * Sends notices by Backstage's notifications. Where that plugin is not
 * installed it says so once, and drops what would have been sent.
 */
export class NoticeSender {
  readonly #service: NotificationService;
  readonly #logger: LoggerService;
  readonly #now: () => number;
  #absentUntil = 0;
  #hasTold = false;

  constructor(options: {
    service: NotificationService;
    logger: LoggerService;
    /** Milliseconds. */
    now: () => number;
  }) {
    this.#service = options.service;
    this.#logger = options.logger;
    this.#now = options.now;
  }

  /**
   * Sends a notice, in parts where many get it. What Backstage refuses for all
   * of a part is sent to each alone, so that one whom it does not take keeps
   * nobody else from theirs.
   *
   * @throws Error when Backstage could not be reached or failed: try again
   */
  async send({ recipients, exclude = [], payload }: Notice): Promise<void> {
    for (let from = 0; from < recipients.length; from += MOST_RECIPIENTS) {
      const part = recipients.slice(from, from + MOST_RECIPIENTS);
      const hasGroups = part.some(ref => !isKind(ref, 'user'));
      await this.#sendPart(part, {
        payload,
        exclude: hasGroups ? exclude.slice(0, MOST_EXCLUDED) : [],
      });
    }
  }

  async #sendPart(
    recipients: readonly string[],
    rest: { exclude: readonly string[]; payload: NotificationPayload },
  ): Promise<void> {
    if (this.#now() < this.#absentUntil) {
      return;
    }
    const { exclude, payload } = rest;
    try {
      await this.#service.send({
        recipients: {
          type: 'entity',
          entityRef: [...recipients],
          ...(exclude.length > 0 && { excludeEntityRef: [...exclude] }),
        },
        payload,
      });
    } catch (error) {
      const status = statusOf(error);
      if (status === 404) {
        this.#noteAbsence();
      } else if (status === 400 && recipients.length > 1) {
        for (const recipient of recipients) {
          await this.#sendPart([recipient], rest);
        }
      } else if (status === 400) {
        this.#logger.warn(
          `Backstage does not take a notice for '${recipients[0]}'`,
          error as Error,
        );
      } else {
        throw error;
      }
    }
  }

  #noteAbsence(): void {
    this.#absentUntil = this.#now() + ABSENCE;
    if (!this.#hasTold) {
      this.#hasTold = true;
      this.#logger.info(
        'Nobody gets notices about approvals: the notifications plugin is not installed',
      );
    }
  }
}

/** The status that Backstage's client only gives in words; undefined when there was no answer. */
function statusOf(error: unknown): number | undefined {
  const [, status] = /failed with status (\d{3})/.exec(String(error)) ?? [];
  return status === undefined ? undefined : Number(status);
}
