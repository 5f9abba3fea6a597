import { setTimeout as sleep } from 'node:timers/promises';
import { EventType } from '@countersign/backstage-plugin-approvals-common';
import { Batches, Outcome } from '../batches';
import { Delivery, Input, step } from '../engine';
import { chainEvents } from '../history';
import { toEventDrafts } from './eventDrafts';
import { RequestBatchStore } from './RequestBatchStore';
import { Change } from './change';
import { Loaded } from './RequestStore';
import { requestStream } from './stream';

/**
 * Requests that are changed in one transaction: half of what falls due between
 * two looks into the outbox, when there is much. More would save nothing, and
 * who decides meanwhile would wait longer at a time.
 */
const MOST = 60;

/** How often a request that somebody else changes right now is tried, with longer and longer pauses. */
const TRIES = 6;
const PAUSE = 10;
/** Then somebody holds it for long: the worker brings it again after so many milliseconds. */
const LATER = 1_000;

type Bare<T> = T extends unknown ? Omit<T, 'now'> : never;

/** What a worker brings, without the time at which it arrives. */
export type Brought = Bare<Delivery>;

/**
 * What ends nothing: somebody is reminded, told, or asked as well. What ends a
 * stage or more is waited for, by a template or a pipeline.
 */
const SAID_AT_LEISURE: ReadonlySet<EventType> = new Set([
  'stage.reminded',
  'stage.overdue',
  'stage.escalated',
]);

type Item = { requestId: string; brought: Brought };

/** `again`: the time at which to bring it once more. */
type End = { again?: string };

type Options = {
  store: RequestBatchStore;
  /** Tells the outbox's worker that there may be work. */
  wake: () => void;
  now: () => string;
  newId: () => string;
};

/**
 * Brings requests what a worker found or what fell due. What is brought at the
 * same time is saved in one transaction, some requests at a time, so that
 * thousands of due times do not keep people from deciding.
 */
export class Deliveries {
  readonly #options: Options;
  readonly #batches = new Batches<Item, End | 'busy'>({
    work: items => this.#bring(items),
    most: MOST,
  });

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * Brings one request one thing. What is late changes nothing.
   *
   * @returns the time at which to bring it once more, when there is one
   */
  async deliver(
    requestId: string,
    brought: Brought,
  ): Promise<string | undefined> {
    for (let tried = 1; tried <= TRIES; tried++) {
      const end = await this.#batches.do({ requestId, brought });
      if (end !== 'busy') {
        return end.again;
      }
      await sleep(PAUSE * 2 ** tried * (0.5 + Math.random()));
    }
    return new Date(Date.parse(this.#options.now()) + LATER).toISOString();
  }

  /** When they cannot be saved together, one of them may be to blame: each is tried alone. */
  async #bring(items: Item[]): Promise<Outcome<End | 'busy'>[]> {
    try {
      return await this.#together(items);
    } catch (error) {
      if (items.length === 1) {
        throw error;
      }
    }
    const outcomes: Outcome<End | 'busy'>[] = [];
    for (const item of items) {
      outcomes.push(
        ...(await this.#together([item]).catch(fault => [{ fault }])),
      );
    }
    return outcomes;
  }

  async #together(items: Item[]): Promise<Outcome<End | 'busy'>[]> {
    const { store, wake } = this.#options;
    const now = this.#options.now();
    const byRequest = new Map<string, Item[]>();
    for (const item of items) {
      const own = byRequest.get(item.requestId) ?? [];
      byRequest.set(item.requestId, [...own, item]);
    }
    let isChanged = false;
    const outcomes = await store.change([...byRequest.keys()], loaded => {
      const own = byRequest.get(loaded.state.id) ?? [];
      const { change, ends } = this.#stepAll(loaded, own, now);
      isChanged ||= change !== undefined;
      return { change, result: ends };
    });
    if (isChanged) {
      wake();
    }
    return items.map(item => {
      const outcome = outcomes.get(item.requestId) ?? 'absent';
      if (outcome === 'busy') {
        return { result: outcome };
      }
      if (outcome === 'absent') {
        return { result: {} };
      }
      return 'fault' in outcome
        ? outcome
        : outcome.result.get(item) ?? { result: {} };
    });
  }

  /** All that was brought to one request, one after the other, as one change. */
  #stepAll(
    loaded: Loaded,
    items: Item[],
    now: string,
  ): { change?: Change; ends: Map<Item, Outcome<End>> } {
    const { newId } = this.#options;
    const ends = new Map<Item, Outcome<End>>();
    const told: Parameters<typeof toEventDrafts>[0] = [];
    const effects: Change['effects'] = [];
    let { state } = loaded;
    for (const item of items) {
      try {
        const answer = step(state, { ...item.brought, now } as Input);
        if (answer.kind === 'stepped') {
          state = answer.state;
          told.push(...answer.events);
          effects.push(...answer.effects);
        }
        const again = answer.kind === 'stepped' ? answer.again : undefined;
        ends.set(item, { result: { again } });
      } catch (fault) {
        ends.set(item, { fault });
      }
    }
    if (told.length === 0) {
      return { ends };
    }
    const events = toEventDrafts(told, [], newId);
    return {
      ends,
      change: {
        before: loaded.state,
        after: state,
        kept: loaded.kept,
        events,
        lines: chainEvents(requestStream(state.id), loaded.head, events),
        effects,
        now,
        atLeisure: told.every(({ type }) => SAID_AT_LEISURE.has(type)),
      },
    };
  }
}
