import { setTimeout as sleep } from 'node:timers/promises';
import { LoggerService } from '@backstage/backend-plugin-api';
import { SignalsService } from '@backstage/plugin-signals-node';
import {
  ChangesSignal,
  EventPayload,
  SIGNALS_CHANNEL,
} from '@countersign/backstage-plugin-approvals-common';
import { DelegationService } from '../people';
import { Published } from '../publishing';
import { delegatesUnder } from './delegates';
import { NoticeStore } from './NoticeStore';

type Options = {
  store: Pick<NoticeStore, 'concerned'>;
  signals: SignalsService;
  delegations: Pick<DelegationService, 'delegatesOf'>;
  logger: LoggerService;
  now: () => string;
};

/** Milliseconds that sending may take: those that wait must not be held up for ever. */
const LONGEST = 10_000;

type Hint = { people: string[]; changes: ChangesSignal['changes'] };

/**
 * Hints to the people concerned that something changed, so that their open
 * pages load it again. Steps that come while others are hinted at are one
 * signal for all who are concerned by the same ones. A hint is worth nothing
 * later: it has no row in the outbox, and one that could not be sent is
 * dropped. Pages also poll.
 */
export class Hints {
  readonly #options: Options;
  readonly #longest: number;
  #waiting: Published[] = [];
  #sending: Promise<void> | undefined;

  /** @param options.longest - milliseconds that sending may take */
  constructor(options: Options & { longest?: number }) {
    this.#options = options;
    this.#longest = options.longest ?? LONGEST;
  }

  /** Hints at some steps in a moment. Never fails. */
  add(published: readonly Published[]): void {
    this.#waiting.push(...published);
    this.#sending ??= this.#send().finally(() => {
      this.#sending = undefined;
    });
  }

  /** Resolves once all that was added is sent or dropped. */
  async sent(): Promise<void> {
    await this.#sending;
  }

  async #send(): Promise<void> {
    while (this.#waiting.length > 0) {
      const over = new AbortController();
      try {
        await Promise.race([
          this.#publish(this.#waiting.splice(0)),
          this.#timeout(over.signal),
        ]);
      } catch (error) {
        this.#dropped(error);
      } finally {
        over.abort();
      }
    }
  }

  async #timeout(signal: AbortSignal): Promise<void> {
    await sleep(this.#longest, undefined, { signal, ref: false }).catch(
      () => {},
    );
    if (!signal.aborted) {
      throw new Error(`It took longer than ${this.#longest} ms`);
    }
  }

  async #publish(published: readonly Published[]): Promise<void> {
    const audience = await this.#audienceOf(published);
    for (const { people, changes } of merged(published, audience)) {
      try {
        await this.#options.signals.publish<ChangesSignal>({
          recipients: { type: 'user', entityRef: people },
          channel: SIGNALS_CHANNEL,
          message: { changes },
        });
      } catch (error) {
        this.#dropped(error);
      }
    }
  }

  /** Who is concerned, by stream. */
  async #audienceOf(
    published: readonly Published[],
  ): Promise<Map<string, Set<string>>> {
    const { store, delegations, now } = this.#options;
    const streams = new Map<string, Set<string>>();
    const requests = new Map<
      string,
      { streams: Set<string>; policyKey: string }
    >();
    for (const one of published) {
      const { stream } = one;
      const known = streams.get(stream) ?? [];
      streams.set(stream, new Set([...known, ...namedIn(one)]));
      const about = requestOf(one);
      if (about) {
        const before = requests.get(about.id)?.streams ?? [];
        requests.set(about.id, {
          streams: new Set([...before, stream]),
          policyKey: about.policyKey,
        });
      }
    }
    if (requests.size > 0) {
      const { people, seats } = await store.concerned([...requests.keys()]);
      const holders = [...new Set(seats.map(({ assignee }) => assignee))];
      const running = await delegations.delegatesOf(holders, now());
      const delegates = seats.flatMap(({ request_id, assignee }) =>
        delegatesUnder(
          running,
          requests.get(request_id)?.policyKey ?? '',
        )(assignee).map(person => ({ request_id, person })),
      );
      for (const { request_id, person } of [...people, ...delegates]) {
        for (const stream of requests.get(request_id)?.streams ?? []) {
          streams.get(stream)?.add(person);
        }
      }
    }
    return streams;
  }

  #dropped(error: unknown): void {
    this.#options.logger.debug(
      'A hint to open pages was not sent',
      error as Error,
    );
  }
}

/** The request that lines are about: what runs after one concerns those whom that does. */
function requestOf({
  stream,
  events,
  request,
}: Published): { id: string; policyKey: string } | undefined {
  if (request) {
    return { id: request.id, policyKey: request.policy.key };
  }
  if (!stream.startsWith('run:') || events.length === 0) {
    return undefined;
  }
  const { requestId, policyKey } = events[0]
    .payload as EventPayload<'run.done'>;
  return { id: requestId, policyKey };
}

/** Whom lines of no request concern: both sides of a delegation. */
function namedIn({ request, events }: Published): string[] {
  return request
    ? []
    : events.flatMap(({ payload }) =>
        [payload.delegator, payload.delegate].filter(
          person => typeof person === 'string',
        ),
      );
}

/** One hint for each set of people: nobody hears of streams that do not concern them. */
function merged(
  published: readonly Published[],
  audience: ReadonlyMap<string, ReadonlySet<string>>,
): Hint[] {
  const types = new Map<string, Set<string>>();
  for (const { stream, events } of published) {
    const known = types.get(stream) ?? [];
    types.set(stream, new Set([...known, ...events.map(({ type }) => type)]));
  }
  const hints = new Map<string, Hint>();
  for (const [stream, set] of audience) {
    const people = [...set].sort();
    const key = people.join(' ');
    const hint = hints.get(key) ?? { people, changes: [] };
    hint.changes.push({ stream, types: [...(types.get(stream) ?? [])] });
    hints.set(key, hint);
  }
  return [...hints.values()].filter(({ people }) => people.length > 0);
}
