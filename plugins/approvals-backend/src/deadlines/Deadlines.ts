import {
  Deliveries,
  isPresent,
  Place,
  RequestBatchStore,
  Searches,
} from '../requests';

type Options = {
  store: RequestBatchStore;
  deliveries: Deliveries;
  searches: Searches;
};

/**
 * What happens at a due time. Each method brings the engine one timer with what
 * must be looked up for it, and gives the time at which to bring it again, if
 * there is one. What comes late changes nothing. Many at the same time share
 * their look-ups and transactions.
 */
export class Deadlines {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** A stage will be overdue soon: reminds the holders of its open seats. */
  async reminder(payload: Place): Promise<string | undefined> {
    const { deliveries, searches } = this.#options;
    const state = await this.#presentState(payload);
    return (
      state &&
      deliveries.deliver(state.id, {
        type: 'reminderDue',
        round: payload.round,
        stage: payload.stage,
        leavers: await searches.leaversIfKnown(state, payload),
      })
    );
  }

  /** A stage is overdue: finds the people to escalate to, where the policy has it. */
  async breach(
    payload: Place & { number: number },
  ): Promise<string | undefined> {
    const { deliveries, searches } = this.#options;
    const { round, stage, number } = payload;
    const state = await this.#presentState(payload);
    if (!state) {
      return undefined;
    }
    const [leavers, escalation] = await Promise.all([
      searches.leaversIfKnown(state, payload),
      searches.escalation(state, stage),
    ]);
    return deliveries.deliver(state.id, {
      type: 'breachDue',
      round,
      stage,
      number,
      leavers,
      ...escalation,
    });
  }

  /** Looks whether the holders of a stage's open seats are still Users of the catalog. */
  async seats(payload: Place): Promise<string | undefined> {
    const { deliveries, searches } = this.#options;
    const state = await this.#presentState(payload);
    return (
      state &&
      deliveries.deliver(state.id, {
        type: 'seatsChecked',
        round: payload.round,
        stage: payload.stage,
        leavers: await searches.leaversOf(state, payload),
      })
    );
  }

  /** A round has been pending for too long. */
  async expiry(payload: {
    requestId: string;
    round: number;
  }): Promise<string | undefined> {
    return this.#options.deliveries.deliver(payload.requestId, {
      type: 'expiryDue',
      round: payload.round,
    });
  }

  /** An approval may no longer be acted on. */
  async passExpiry(payload: {
    requestId: string;
  }): Promise<string | undefined> {
    return this.#options.deliveries.deliver(payload.requestId, {
      type: 'passExpiryDue',
    });
  }

  /** The request, if it is in review in the timer's round: else the timer is late. */
  async #presentState({ requestId, round }: Place) {
    const loaded = await this.#options.store.load(requestId);
    return loaded && isPresent(loaded.state, round) ? loaded.state : undefined;
  }
}
