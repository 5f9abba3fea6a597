import {
  EventPayload,
  EventType,
} from '@countersign/backstage-plugin-approvals-common';
import { Tx } from '../database';
import { EffectDraft } from '../outbox';
import { Published, PublishedRequest, Subscriber } from '../publishing';
import { ExecutorRegistry } from './ExecutorRegistry';
import { AboutRequest } from './RunRecords';
import { RunStore } from './RunStore';

const ENDS: ReadonlySet<string> = new Set<EventType>([
  'request.approved',
  'request.rejected',
  'request.withdrawn',
  'request.cancelled',
  'request.expired',
]);

/** The kind of the effect that looks after a run once its request has ended. */
export const RESUME = 'run.resume';

type WithRun = Published & {
  request: PublishedRequest & { execution: { kind: string; id: string } };
};

/** Notes what is to run after an approval when it is asked for, and has it looked after when its request ends. */
export class RunSubscriber implements Subscriber {
  readonly #store: RunStore;
  readonly #executors: ExecutorRegistry;

  constructor(options: { store: RunStore; executors: ExecutorRegistry }) {
    this.#store = options.store;
    this.#executors = options.executors;
  }

  async draftsFor(
    tx: Tx,
    published: readonly Published[],
  ): Promise<EffectDraft[]> {
    const running = published.filter(
      (one): one is WithRun => one.request?.execution !== undefined,
    );
    const isKnown = ({ request }: WithRun) =>
      this.#executors.get(request.execution.kind) !== undefined;
    const ended = running.filter(({ events }) =>
      events.some(({ type }) => ENDS.has(type)),
    );
    // A backend without the executor may be the one that reads this; and one
    // whose beginning nobody noted is noted with its end.
    const noted = running.filter(
      one => isMade(one, isKnown(one)) || (ended.includes(one) && isKnown(one)),
    );
    if (noted.length > 0) {
      await this.#store.add(tx, noted.map(toRun));
    }
    if (ended.length > 0) {
      await this.#store.free(
        tx,
        ended.map(({ request }) => request.id),
      );
    }
    return ended.filter(isKnown).map(toDraft);
  }
}

/** Whether a request is new whose execution belongs to an executor, known here or not. */
function isMade({ events }: WithRun, isKnown: boolean): boolean {
  return events.some(
    ({ type, payload }) =>
      type === 'request.created' &&
      (isKnown ||
        (payload as EventPayload<'request.created'>).execution?.executor !==
          undefined),
  );
}

function toDraft({ stream, events, request }: WithRun): EffectDraft {
  const { id: requestId, requester, policy } = request;
  const payload: AboutRequest = {
    requestId,
    requester,
    policyKey: policy.key,
  };
  return { kind: RESUME, stream, payload, dueAt: events[events.length - 1].at };
}

function toRun({ events, request }: WithRun) {
  return {
    requestId: request.id,
    ...request.execution,
    at: events[0].at,
    // Where its beginning was not noted, the first look says so.
    needsRequester: events.some(
      ({ type, payload }) =>
        type === 'request.created' &&
        ((payload as EventPayload<'request.created'>).execution?.secrets ?? [])
          .length > 0,
    ),
  };
}
