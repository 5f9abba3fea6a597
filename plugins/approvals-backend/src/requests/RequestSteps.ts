import { EventRow } from '../database';
import { Input, step, Step } from '../engine';
import { chainEvents, EventDraft, SealedText } from '../history';
import { Once } from '../http';
import { toEventDrafts } from './eventDrafts';
import { beginningWith } from './onceOnly';
import { Change, NewRound } from './change';
import { Find, Loaded, RequestStore } from './RequestStore';
import { requestStream } from './stream';

/** What is written beside the step itself. */
type Beside = { words?: SealedText[]; newRound?: NewRound; once?: Once };

/** What a step came to; without events nothing was written. */
export type Stepped = {
  /** The request as it was before. */
  loaded: Loaded;
  answer: Step;
  events: EventDraft[];
  lines: EventRow[];
};

/** Takes steps of the engine with requests, and saves what they come to. */
export class RequestSteps {
  readonly #options: {
    store: RequestStore;
    /** Tells the outbox's worker that there may be work. */
    wake: () => void;
    now: () => string;
    newId: () => string;
  };

  constructor(options: {
    store: RequestStore;
    wake: () => void;
    now: () => string;
    newId: () => string;
  }) {
    this.#options = options;
  }

  /** One step with one request; undefined when there is none. */
  async take(
    find: Find,
    input: Input,
    beside: Beside,
  ): Promise<Stepped | undefined> {
    const { store, wake } = this.#options;
    const stepped = await store.change(find, loaded =>
      this.#step(loaded, input, beside),
    );
    if (stepped && stepped.events.length > 0) {
      wake();
    }
    return stepped;
  }

  #step(
    loaded: Loaded,
    input: Input,
    { words = [], newRound, once }: Beside,
  ): { change?: Change; result: Stepped } {
    const { newId, now } = this.#options;
    const answer = step(loaded.state, input);
    if (answer.kind !== 'stepped' || answer.events.length === 0) {
      return { result: { loaded, answer, events: [], lines: [] } };
    }
    const events = toEventDrafts(
      answer.events,
      words,
      beginningWith(once?.id, newId),
    );
    const stream = requestStream(loaded.state.id);
    const lines = chainEvents(stream, loaded.head, events);
    return {
      result: { loaded, answer, events, lines: lines.events },
      change: {
        before: loaded.state,
        after: answer.state,
        kept: loaded.kept,
        newRound,
        events,
        lines,
        effects: answer.effects,
        now: now(),
      },
    };
  }
}
