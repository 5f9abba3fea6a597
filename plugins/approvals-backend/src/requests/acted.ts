import { Event } from '@countersign/backstage-plugin-approvals-common';
import { EventRow } from '../database';
import { Refusal, RequestState, Step } from '../engine';
import { EventDraft, eventView } from '../history';

/** A request after something was done with it. */
export type Acted = {
  state: RequestState;
  /** What happened; empty when it had been done before. */
  events: Event[];
  repeated: boolean;
};

/** What a step that was not refused came to. */
export function toActed(
  answer: Exclude<Step, Refusal>,
  { events, lines }: { events: EventDraft[]; lines: EventRow[] },
): Acted {
  return {
    state: answer.state,
    events: lines.map((row, index) =>
      eventView({
        ...row,
        text: events[index].text?.text,
        reason: events[index].reason?.text,
      }),
    ),
    repeated: answer.kind === 'repeated',
  };
}
