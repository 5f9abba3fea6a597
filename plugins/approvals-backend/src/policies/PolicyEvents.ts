import {
  EventPayload,
  EventType,
} from '@countersign/backstage-plugin-approvals-common';
import { Tx } from '../database';
import { History } from '../history';
import { Caller } from '../http';

type PolicyEventType = Extract<EventType, `policy.${string}`>;

/** Tells what happened to policies, each in its own stream. */
export class PolicyEvents {
  readonly #options: {
    history: History;
    now: () => string;
    newId: () => string;
  };

  constructor(options: {
    history: History;
    /** UTC text with milliseconds. */
    now: () => string;
    newId: () => string;
  }) {
    this.#options = options;
  }

  /** Which version an event was about; undefined when it did not happen. */
  async versionIn(
    id: string,
  ): Promise<{ key: string; version: number } | undefined> {
    const event = await this.#options.history.find(id);
    return event?.payload as { key: string; version: number } | undefined;
  }

  /** Adds a line in the caller's transaction. */
  async tell<T extends PolicyEventType>(
    tx: Tx,
    caller: Caller,
    type: T,
    payload: EventPayload<T>,
    id: string = this.#options.newId(),
  ): Promise<void> {
    const { history, now } = this.#options;
    await history.append(tx, `policy:${payload.key}`, [
      { id, type, actor: caller.ref, at: now(), payload },
    ]);
  }
}
