import { ErrorCode } from '@countersign/backstage-plugin-approvals-common';
import {
  Command,
  findTask,
  Caller as EngineCaller,
  Input,
  Refusal,
  RequestState,
  step,
  Step,
} from '../engine';
import { EventRow } from '../database';
import {
  chainEvents,
  EventDraft,
  History,
  SealedText,
  sealText,
} from '../history';
import {
  ApprovalsRefusal,
  Caller,
  notFound,
  Once,
  refuseToken,
  refuseUnlessPersonal,
} from '../http';
import { CallerFacts, CallerFactsService } from './CallerFactsService';
import { beginningWith, onceOnly } from './onceOnly';
import { Acted, toActed } from './acted';
import { toEventDrafts } from './eventDrafts';
import { isPart } from './isPart';
import { NewRound } from './requestRows';
import { requestStream } from './stream';
import { Find, Loaded, RequestStore } from './RequestStore';
import { Places, refusalOf } from './refusalOf';

/** The words that come with a command, or their hashes. */
export type WordsOf = { text?: string; reason?: string };

type Bare<T> = T extends unknown ? Omit<T, 'now' | 'caller'> : never;

/** One command to one request. */
export type Act<B> = {
  caller: Caller;
  find: Find;
  /** Makes it happen once, however often it is sent: its id is that of the first event. */
  once?: Once;
  /** Gives the body, or throws INVALID_INPUT. Who may not act at all is told that first. */
  readBody: () => B;
  /** A body that every policy takes: tells whether the caller may act when the real one is faulty. */
  sample: B;
  words?: (body: B) => WordsOf;
  command: (body: B, hashes: WordsOf) => Bare<Command> | Promise<Bare<Command>>;
  newRound?: (body: B) => NewRound | Promise<NewRound>;
  /** True when permissions, not a seat, decide who may: they are looked up at once. */
  byPermission?: boolean;
  /** True where the answer is the whole request: then it is there for who may see it. */
  onSeen?: boolean;
  /** Who may do this at all, whatever the request is; everybody when left out. */
  by?: 'person' | 'person or service';
  /** Where in the body the engine's refusals point to, other than usual. */
  places?: Places;
};

/** Refusals that delegations, permissions or ownership may turn into a yes. */
const PERHAPS: readonly ErrorCode[] = ['NOT_ASSIGNED', 'NOT_ALLOWED'];

/** Refusals that stand before any fault of the body. */
const BEFORE_BODY: readonly ErrorCode[] = [
  'NOT_FOUND',
  'NOT_ALLOWED',
  'NOT_ASSIGNED',
  'SELF_APPROVAL',
  'REPEAT_APPROVER',
  'TOKEN_NOT_ALLOWED',
];

type Options = {
  store: RequestStore;
  facts: CallerFactsService;
  history: Pick<History, 'find'>;
  /** Tells the outbox's worker that there may be work. */
  wake: () => void;
  now: () => string;
  newId: () => string;
  newSalt: () => string;
};

/** What is written beside the step itself. */
type Beside = { words?: SealedText[]; newRound?: NewRound; once?: Once };

type Outcome = {
  loaded: Loaded;
  answer: Step;
  events: EventDraft[];
  lines: EventRow[];
};

/**
 * Carries commands to requests: looks up what the engine must know, steps
 * under the request's lock, saves, and wakes the outbox.
 */
export class RequestChanges {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * Does what a caller asks for.
   *
   * @throws ApprovalsRefusal with the engine's code; NOT_FOUND for what the
   *   caller may not see.
   */
  async act<B>(act: Act<B>): Promise<Acted> {
    refuseKind(act);
    return onceOnly(act, this.#options, () => this.#act(act));
  }

  async #act<B>(act: Act<B>): Promise<Acted> {
    const { facts } = this.#options;
    const caller = act.byPermission
      ? await this.#permitted(act)
      : await facts.brief(act.caller);
    const { body, newRound } = await this.#read(act);
    const words = this.#seal(act.words?.(body) ?? {});
    const command = await act.command(body, {
      text: words.text?.textHash,
      reason: words.reason?.textHash,
    });
    const attempt = (by: EngineCaller) =>
      this.#step(
        act.find,
        { ...command, now: this.#options.now(), caller: by } as Input,
        { words: Object.values(words), newRound, once: act.once },
      );

    const first = await attempt(caller);
    if (!first) {
      throw notFound();
    }
    if (first.answer.kind !== 'refused') {
      return toActed(first.answer, first);
    }
    return this.#again(act, first.loaded.state, first.answer, attempt);
  }

  /** A refused command, with all that is known of the caller. */
  async #again<B>(
    act: Act<B>,
    state: RequestState,
    refusal: Refusal,
    attempt: (by: EngineCaller) => Promise<Outcome | undefined>,
  ): Promise<Acted> {
    if (isPart(state, act.caller) && !PERHAPS.includes(refusal.code)) {
      throw refusalOf(refusal, act.places);
    }
    const whole = await this.#whole(act);
    if (!act.byPermission && PERHAPS.includes(refusal.code)) {
      const second = await attempt(whole.caller);
      if (second && second.answer.kind !== 'refused') {
        return toActed(second.answer, second);
      }
      if (second?.answer.kind === 'refused') {
        throw this.#toTell(act, state, second.answer, whole);
      }
    }
    throw this.#toTell(act, state, refusal, whole);
  }

  /** A refusal for who sees the request, or may act on it without seeing it; nothing for others. */
  #toTell<B>(
    { caller, places }: Act<B>,
    state: RequestState,
    refusal: Refusal,
    { sees }: CallerFacts,
  ): ApprovalsRefusal {
    const mayAct = !BEFORE_BODY.includes(refusal.code);
    return sees || mayAct || isPart(state, caller)
      ? refusalOf(refusal, places)
      : notFound();
  }

  /** The body and the round it starts; what is faulty in them is told only to who may act. */
  async #read<B>(act: Act<B>): Promise<{ body: B; newRound?: NewRound }> {
    try {
      const body = act.readBody();
      return { body, newRound: await act.newRound?.(body) };
    } catch (fault) {
      if (!(fault instanceof ApprovalsRefusal)) {
        throw fault;
      }
      const loaded = await this.#options.store.load(act.find);
      const whole = await this.#wholeOf(act, loaded);
      const { state } = loaded!;
      const command = await act.command(act.sample, {
        text: 'sample',
        reason: 'sample',
      });
      const answer = step(state, {
        ...command,
        now: this.#options.now(),
        caller: whole.caller,
      } as Input);
      if (decidedByCaller(act, state)) {
        throw new ApprovalsRefusal(
          'ALREADY_DECIDED',
          'You have decided this already.',
        );
      }
      throw answer.kind === 'refused' && BEFORE_BODY.includes(answer.code)
        ? this.#toTell(act, state, answer, whole)
        : fault;
    }
  }

  async #permitted<B>(act: Act<B>): Promise<EngineCaller> {
    const loaded = await this.#options.store.load(act.find);
    const { caller, sees } = await this.#wholeOf(act, loaded);
    if (act.onSeen && !sees && !isPart(loaded!.state, act.caller)) {
      throw notFound();
    }
    return caller;
  }

  async #whole<B>(act: Act<B>): Promise<CallerFacts> {
    return this.#wholeOf(act, await this.#options.store.load(act.find));
  }

  async #wholeOf<B>(act: Act<B>, loaded?: Loaded): Promise<CallerFacts> {
    if (!loaded) {
      throw notFound();
    }
    const { facts, now } = this.#options;
    return facts.whole(act.caller, loaded.state, now());
  }

  async #step(
    find: Find,
    input: Input,
    beside: Beside = {},
  ): Promise<Outcome | undefined> {
    const { words = [], newRound, once } = beside;
    const { store, newId, now, wake } = this.#options;
    const outcome = await store.change(
      find,
      (
        loaded,
      ): {
        change?: Parameters<RequestStore['create']>[0];
        result: Outcome;
      } => {
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
      },
    );
    if (outcome && outcome.events.length > 0) {
      wake();
    }
    return outcome;
  }

  #seal({ text, reason }: WordsOf): { text?: SealedText; reason?: SealedText } {
    const { newSalt } = this.#options;
    return {
      ...(text && { text: sealText(text, newSalt()) }),
      ...(reason && { reason: sealText(reason, newSalt()) }),
    };
  }
}

function refuseKind({ by, caller }: Pick<Act<never>, 'by' | 'caller'>): void {
  if (by === 'person') {
    refuseUnlessPersonal(caller);
  } else if (by === 'person or service') {
    refuseToken(caller);
  }
}

/** Whether the command is about a seat that the caller has decided. */
function decidedByCaller(
  { caller, find }: Pick<Act<never>, 'caller' | 'find'>,
  state: RequestState,
): boolean {
  const seat = 'taskId' in find ? findTask(state, find.taskId) : undefined;
  return seat?.task.decision?.by === caller.ref;
}
