import {
  isPresent,
  Place,
  RequestChanges,
  RequestStore,
  Searches,
} from '../requests';

type Options = {
  store: RequestStore;
  changes: RequestChanges;
  searches: Searches;
};

/**
 * What happens at a due time. Each method brings the engine one timer with what
 * must be looked up for it, and gives the time at which to bring it again, if
 * there is one. What comes late changes nothing.
 */
export class Deadlines {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** A stage is overdue: finds the people to escalate to, where the policy has it. */
  async breach(
    payload: Place & { number: number },
  ): Promise<string | undefined> {
    const { store, changes, searches } = this.#options;
    const { requestId, round, stage, number } = payload;
    const loaded = await store.load({ id: requestId });
    if (!loaded || !isPresent(loaded.state, round)) {
      return undefined;
    }
    return changes.deliver(requestId, {
      type: 'breachDue',
      round,
      stage,
      number,
      leavers: await searches.leaversOf(loaded.state, payload),
      ...(await searches.escalation(loaded.state, stage)),
    });
  }

  /** Looks whether the holders of a stage's open seats are still Users of the catalog. */
  async seats(payload: Place): Promise<string | undefined> {
    const { store, changes, searches } = this.#options;
    const { requestId, round, stage } = payload;
    const loaded = await store.load({ id: requestId });
    if (!loaded || !isPresent(loaded.state, round)) {
      return undefined;
    }
    return changes.deliver(requestId, {
      type: 'seatsChecked',
      round,
      stage,
      leavers: await searches.leaversOf(loaded.state, payload),
    });
  }

  /** A round has been pending for too long. */
  async expiry(payload: {
    requestId: string;
    round: number;
  }): Promise<string | undefined> {
    return this.#options.changes.deliver(payload.requestId, {
      type: 'expiryDue',
      round: payload.round,
    });
  }

  /** An approval may no longer be acted on. */
  async passExpiry(payload: {
    requestId: string;
  }): Promise<string | undefined> {
    return this.#options.changes.deliver(payload.requestId, {
      type: 'passExpiryDue',
    });
  }
}
