import { isKind } from '@countersign/backstage-plugin-approvals-common';
import { stageKey } from './causes';
import { Notice } from './NoticeSender';
import { Message, NoticedRequest, Plan, Standing } from './types';
import { wordsOf } from './words';

/** The display name of a person or caller. */
export type NameOf = (ref: string) => string;

/** The notices of a plan: one for all who are told the same. */
export function composeNotices(options: {
  request: NoticedRequest;
  standing: Standing;
  plan: Plan;
  nameOf: NameOf;
  stageNameOf: (index: number) => string;
  /** What runs after the approval is for the requester to let go on. */
  isForRequester: boolean;
}): Notice[] {
  const { request, standing, plan, nameOf, stageNameOf, isForRequester } =
    options;
  const involved = new Set([
    ...[...standing.open, ...plan.opened].map(({ recipient }) => recipient),
    ...plan.messages.keys(),
  ]);
  return grouped(plan.messages).map(({ message, recipients }) => {
    const place = 'place' in message ? message.place : undefined;
    return {
      recipients,
      // Who has a notice of their own here keeps it when their group is told.
      exclude: [...involved].filter(
        ref => isKind(ref, 'user') && !recipients.includes(ref),
      ),
      payload: {
        ...wordsOf(message, request, {
          nameOf,
          isForRequester,
          stageName: place ? stageNameOf(place.stage) : '',
          dueAt: place && standing.dueAt.get(stageKey(place)),
        }),
        scope: `request:${request.id}`,
        link: `/approvals/requests/${request.id}`,
      },
    };
  });
}

/** Everybody of whom a message speaks. */
export function refsIn(message: Message): string[] {
  const { by, onBehalfOf } = message as { by?: string; onBehalfOf?: string };
  return [by, onBehalfOf].filter(ref => ref !== undefined);
}

/** What can be read of a ref without a catalog, or of a caller that is none, such as `external:ci`. */
export function readable(ref: string): string {
  return ref.split('/').at(-1) ?? ref;
}

function grouped(
  messages: ReadonlyMap<string, Message>,
): { message: Message; recipients: string[] }[] {
  const groups = new Map<string, { message: Message; recipients: string[] }>();
  for (const [recipient, message] of messages) {
    const text = JSON.stringify(message);
    const group = groups.get(text) ?? { message, recipients: [] };
    group.recipients.push(recipient);
    groups.set(text, group);
  }
  return [...groups.values()];
}
