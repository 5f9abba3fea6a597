import { EventsService } from '@backstage/plugin-events-node';
import {
  ApprovalsEventPayload,
  Event,
  EVENTS_TOPIC,
} from '@countersign/backstage-plugin-approvals-common';
import pLimit from 'p-limit';
import { History } from '../history';
import { JointHandler } from '../outbox';

/** Streams that are published at once: a slow subscriber of one holds up few others. */
const AT_ONCE = 5;

/** What the outbox keeps of a step whose events are due. */
export type EventPayload = {
  from: number;
  to: number;
  request?: ApprovalsEventPayload['request'];
};

/**
 * Publishes every line of history as a Backstage event, each stream in its
 * order, at least once. The line's id is in the payload too, since Backstage's
 * event bus leaves metadata behind between processes.
 */
export function publishEvents(options: {
  history: History;
  events: EventsService;
}): JointHandler {
  const { history, events } = options;
  return async (effects, delivery) => {
    const ranges = effects.map(({ stream, payload }) => ({
      stream,
      ...(payload as EventPayload),
    }));
    const lines = await history.linesOf(ranges);
    const limit = pLimit(AT_ONCE);
    await Promise.all(
      effects.map((effect, index) =>
        limit(async () => {
          const { stream, from, to, request } = ranges[index];
          const due = lines.filter(
            line =>
              line.stream === stream && line.seq >= from && line.seq <= to,
          );
          try {
            for (const event of due) {
              delivery.signal.throwIfAborted();
              await events.publish(toBackstage(event, request));
            }
          } catch (error) {
            delivery.signal.throwIfAborted();
            delivery.failed(effect, error);
          }
        }),
      ),
    );
  };
}

function toBackstage(event: Event, request: EventPayload['request']) {
  const eventPayload: ApprovalsEventPayload = {
    event,
    ...(request && { request }),
  };
  return {
    topic: EVENTS_TOPIC,
    eventPayload,
    metadata: { id: event.id, type: event.type, stream: event.stream },
  };
}
