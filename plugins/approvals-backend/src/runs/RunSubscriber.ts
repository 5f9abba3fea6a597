import { EventType } from '@countersign/backstage-plugin-approvals-common';
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
      (one): one is WithRun =>
        one.request?.execution !== undefined &&
        this.#executors.get(one.request.execution.kind) !== undefined,
    );
    const made = having(running, type => type === 'request.created');
    const ended = having(running, type => ENDS.has(type));
    // One whose beginning nobody noted is noted with its end.
    if (made.length + ended.length > 0) {
      await this.#store.add(tx, [...made, ...ended].map(toRun));
    }
    if (ended.length > 0) {
      await this.#store.free(
        tx,
        ended.map(({ request }) => request.id),
      );
    }
    return ended.map(toDraft);
  }
}

function having(
  published: readonly WithRun[],
  isMeant: (type: string) => boolean,
): WithRun[] {
  return published.filter(({ events }) =>
    events.some(({ type }) => isMeant(type)),
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
  return { requestId: request.id, ...request.execution, at: events[0].at };
}
