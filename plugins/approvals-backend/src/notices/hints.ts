import { LoggerService } from '@backstage/backend-plugin-api';
import { SignalsService } from '@backstage/plugin-signals-node';
import {
  ChangesSignal,
  SIGNALS_CHANNEL,
} from '@countersign/backstage-plugin-approvals-common';
import { Effect, JointHandler } from '../outbox';
import { DelegationService } from '../people';
import { delegatesUnder } from './delegates';
import { NoticeStore } from './NoticeStore';

/** What the outbox keeps of a step that is hinted at: about a request, or the people themselves. */
export type HintPayload = {
  types: string[];
  request?: { id: string; policyKey: string };
  people?: string[];
};

type Options = {
  store: NoticeStore;
  signals: SignalsService;
  delegations: Pick<DelegationService, 'delegatesOf'>;
  logger: LoggerService;
  now: () => string;
};

/**
 * Hints to the people concerned that something changed, so that their open
 * pages load it again. Many steps are one signal for all who are concerned by
 * the same ones. A hint that could not be sent is dropped: pages also poll.
 */
export function sendHints(options: Options): JointHandler {
  const { signals, logger } = options;
  return async effects => {
    const audience = await audienceOf(options, effects);
    for (const { people, changes } of merged(effects, audience)) {
      try {
        await signals.publish<ChangesSignal>({
          recipients: { type: 'user', entityRef: people },
          channel: SIGNALS_CHANNEL,
          message: { changes },
        });
      } catch (error) {
        logger.debug('A hint to open pages was not sent', error as Error);
      }
    }
  };
}

/** Who is concerned, by stream. */
async function audienceOf(
  { store, delegations, now }: Options,
  effects: readonly Effect[],
): Promise<Map<string, Set<string>>> {
  const streams = new Map<string, Set<string>>();
  const requests = new Map<string, { stream: string; policyKey: string }>();
  for (const { stream, payload } of effects) {
    const { request, people = [] } = payload as HintPayload;
    streams.set(stream, new Set([...(streams.get(stream) ?? []), ...people]));
    if (request) {
      requests.set(request.id, { stream, policyKey: request.policyKey });
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
      streams.get(requests.get(request_id)?.stream ?? '')?.add(person);
    }
  }
  return streams;
}

type Hint = { people: string[]; changes: ChangesSignal['changes'] };

/** One hint for each set of people: nobody hears of streams that do not concern them. */
function merged(
  effects: readonly Effect[],
  audience: ReadonlyMap<string, ReadonlySet<string>>,
): Hint[] {
  const types = new Map<string, Set<string>>();
  for (const { stream, payload } of effects) {
    const known = types.get(stream) ?? [];
    types.set(stream, new Set([...known, ...(payload as HintPayload).types]));
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
