import {
  Caller as EngineCaller,
  findTask,
  Input,
  Refusal,
  RequestState,
  step,
} from '../engine';
import { History, SealedText, sealText } from '../history';
import {
  ApprovalsRefusal,
  notFound,
  refuseToken,
  refuseUnlessPersonal,
} from '../http';
import { Act, SAMPLE, WordsOf } from './act';
import { Acted, toActed } from './acted';
import { CallerFacts, CallerFactsService } from './CallerFactsService';
import { isPart } from './isPart';
import { onceOnly } from './onceOnly';
import { refusalOf } from './refusalOf';
import { mayBecomeYes, refusalToTell, standsBeforeBody } from './refusalToTell';
import { NewRound } from './change';
import { RequestSteps, Stepped } from './RequestSteps';
import { Loaded, RequestStore } from './RequestStore';

type Options = {
  store: RequestStore;
  steps: RequestSteps;
  facts: CallerFactsService;
  history: Pick<History, 'find'>;
  now: () => string;
  newSalt: () => string;
};

/**
 * Carries commands to requests: looks up what the engine must know of the
 * caller, no more than it takes, and says what is refused to whom.
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
    const { facts, steps, now } = this.#options;
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
      steps.take(act.find, { ...command, now: now(), caller: by } as Input, {
        words: Object.values(words),
        newRound,
        once: act.once,
      });

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
    attempt: (by: EngineCaller) => Promise<Stepped | undefined>,
  ): Promise<Acted> {
    if (isPart(state, act.caller) && !mayBecomeYes(refusal)) {
      throw refusalOf(refusal, act.places);
    }
    const whole = await this.#whole(act, await this.#load(act));
    if (!act.byPermission && mayBecomeYes(refusal)) {
      const second = await attempt(whole.caller);
      if (second && second.answer.kind !== 'refused') {
        return toActed(second.answer, second);
      }
      if (second?.answer.kind === 'refused') {
        throw refusalToTell(act, state, second.answer, whole);
      }
    }
    throw refusalToTell(act, state, refusal, whole);
  }

  /** The body and the round it starts; what is faulty in them is told only to who may act. */
  async #read<B>(act: Act<B>): Promise<{ body: B; newRound?: NewRound }> {
    try {
      const body = act.readBody();
      return { body, newRound: await act.newRound?.(body) };
    } catch (fault) {
      throw fault instanceof ApprovalsRefusal
        ? await this.#faultToTell(act, fault)
        : fault;
    }
  }

  async #faultToTell<B>(
    act: Act<B>,
    fault: ApprovalsRefusal,
  ): Promise<ApprovalsRefusal> {
    const loaded = await this.#load(act);
    const whole = await this.#whole(act, loaded);
    const { state } = loaded;
    const { sample } = act;
    const body = sample instanceof Function ? sample(state) : sample;
    const command = await act.command(body, { text: SAMPLE, reason: SAMPLE });
    const answer = step(state, {
      ...command,
      now: this.#options.now(),
      caller: whole.caller,
    } as Input);
    if (decidedByCaller(act, state)) {
      return new ApprovalsRefusal(
        'ALREADY_DECIDED',
        'You have decided this already.',
      );
    }
    return answer.kind === 'refused' && standsBeforeBody(answer)
      ? refusalToTell(act, state, answer, whole)
      : fault;
  }

  async #permitted<B>(act: Act<B>): Promise<EngineCaller> {
    const loaded = await this.#load(act);
    const { caller, sees } = await this.#whole(act, loaded);
    if (act.onSeen && !sees && !isPart(loaded.state, act.caller)) {
      throw notFound();
    }
    return caller;
  }

  async #load({ find }: Pick<Act<never>, 'find'>): Promise<Loaded> {
    const loaded = await this.#options.store.load(find);
    if (!loaded) {
      throw notFound();
    }
    return loaded;
  }

  #whole(
    { caller }: Pick<Act<never>, 'caller'>,
    { state }: Loaded,
  ): Promise<CallerFacts> {
    const { facts, now } = this.#options;
    return facts.whole(caller, state, now());
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
