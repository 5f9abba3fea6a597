import { setTimeout as sleep } from 'node:timers/promises';
import { LoggerService } from '@backstage/backend-plugin-api';
import {
  Event,
  PolicyDefinition,
} from '@countersign/backstage-plugin-approvals-common';
import pLimit from 'p-limit';
import { Database } from '../database';
import { History } from '../history';
import { Effect, JointHandler } from '../outbox';
import { DelegationService } from '../people';
import { composeNotices, NameOf, readable, refsIn } from './composeNotices';
import { delegatesUnder } from './delegates';
import { Line } from './lines';
import { Notice, NoticeSender } from './NoticeSender';
import { NoticeStore } from './NoticeStore';
import { planNotices } from './planNotices';
import { NoticedRequest, Plan, Standing } from './types';

/**
 * Calls to Backstage's notifications at once. Each is a request over HTTP to
 * this process, of 3 to 7 ms CPU; after it there is a rest, so many times as
 * long as the call took, so that a thousand notices leave room for decisions.
 */
const AT_ONCE = 2;
const REST = 3;
const LONGEST_REST = 1_000;

/** What the outbox keeps of a step whose notices are due. */
export type NoticePayload = {
  from: number;
  to: number;
  request: NoticedRequest;
};

type Options = {
  database: Database;
  history: History;
  store: NoticeStore;
  sender: NoticeSender;
  delegations: Pick<DelegationService, 'delegatesOf'>;
  namesOf: (refs: Iterable<string>) => Promise<Map<string, string>>;
  definitionOf: (key: string, version: number) => Promise<PolicyDefinition>;
  /** Whether what runs after the approval of a request is for the requester to let go on. */
  waitsForRequester: (requestId: string) => Promise<boolean>;
  /** Users and groups who get what administrators are told. */
  administrators: readonly string[];
  logger: LoggerService;
  now: () => string;
};

/** One step with what its notices hang on. */
type Step = {
  effect: Effect;
  request: NoticedRequest;
  lines: readonly Event[];
  standing: Standing;
};

/**
 * Tells people in Backstage's notifications what requests want of them, and
 * rewrites what is settled. Many steps are looked up together; each is sent,
 * tried again and recorded for itself.
 */
export class Notices {
  readonly #options: Options;
  readonly #limit = pLimit(AT_ONCE);

  constructor(options: Options) {
    this.#options = options;
  }

  /** Sends what follows from some steps, and remembers who has a notice that waits on something. */
  readonly tell: JointHandler = async (effects, delivery) => {
    const { database, store } = this.#options;
    const steps = await this.#read(effects);
    const plans = await this.#plan(steps);
    const names = await this.#namesFor(plans);
    const sent: [string, Plan][] = [];
    await Promise.all(
      [...plans].map(async ([step, plan]) => {
        try {
          for (const notice of await this.#compose(step, plan, names)) {
            await this.#limit(() => this.#send(notice, delivery.signal));
          }
          sent.push([step.request.id, plan]);
        } catch (error) {
          delivery.signal.throwIfAborted();
          delivery.failed(step.effect, error);
        }
      }),
    );
    await database.inTransaction(async tx => {
      for (const [requestId, plan] of sent) {
        await store.record(tx, requestId, plan);
      }
      await delivery.completeIn(tx);
    });
  };

  async #send(notice: Notice, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const began = performance.now();
    await this.#options.sender.send(notice);
    const took = performance.now() - began;
    await sleep(Math.min(REST * took, LONGEST_REST));
  }

  #read(effects: readonly Effect[]): Promise<Step[]> {
    const { database, history, store } = this.#options;
    return database.inTransaction(async tx => {
      const payloads = effects.map(({ payload }) => payload as NoticePayload);
      const events = await history.linesOf(
        effects.map(({ stream }, index) => ({ stream, ...payloads[index] })),
        tx,
      );
      const standing = await store.standing(
        tx,
        payloads.map(({ request }) => request.id),
      );
      return effects.flatMap((effect, index) => {
        const { request, from, to } = payloads[index];
        const stands = standing.get(request.id);
        const lines = events.filter(
          ({ stream, seq }) =>
            stream === effect.stream && seq >= from && seq <= to,
        );
        return stands ? [{ effect, request, lines, standing: stands }] : [];
      });
    });
  }

  async #plan(steps: readonly Step[]): Promise<Map<Step, Plan>> {
    const { delegations, administrators, now } = this.#options;
    const holders = steps.flatMap(({ standing }) =>
      [...standing.seats.values()].map(({ person }) => person),
    );
    const running =
      holders.length > 0
        ? await delegations.delegatesOf([...new Set(holders)], now())
        : [];
    return new Map(
      steps.map(step => {
        const { request, lines, standing } = step;
        const plan = planNotices({
          request,
          lines: lines as unknown as Line[],
          standing,
          circle: {
            delegatesOf: delegatesUnder(running, request.policy.key),
            administrators,
          },
        });
        return [step, plan];
      }),
    );
  }

  /** Display names of all who are spoken of; a notice with a bare name is better than none. */
  async #namesFor(plans: ReadonlyMap<Step, Plan>): Promise<NameOf> {
    const { namesOf, logger } = this.#options;
    const refs = [...plans].flatMap(([{ request }, { messages }]) => [
      request.requester,
      ...[...messages.values()].flatMap(refsIn),
    ]);
    const names = await namesOf(new Set(refs)).catch(error => {
      logger.debug('Notices go out without display names', error);
      return new Map<string, string>();
    });
    return ref => names.get(ref) ?? readable(ref);
  }

  /** Looked up only where it is told. */
  async #isForRequester(
    { id, execution }: NoticedRequest,
    { messages }: Plan,
  ): Promise<boolean> {
    const isTold = [...messages.values()].some(
      ({ about }) => about === 'approved',
    );
    return (
      isTold && execution !== undefined && this.#options.waitsForRequester(id)
    );
  }

  async #compose(
    { request, standing }: Step,
    plan: Plan,
    nameOf: NameOf,
  ): Promise<Notice[]> {
    const { key, version } = request.policy;
    const { stages } = await this.#options.definitionOf(key, version);
    return composeNotices({
      request,
      standing,
      plan,
      nameOf,
      stageNameOf: index => stages[index].name,
      isForRequester: await this.#isForRequester(request, plan),
    });
  }
}
