import { Event } from '@countersign/backstage-plugin-approvals-common';
import { signedHeaders } from '../outgoing';
import { PublishedRequest } from '../publishing';

/**
 * The body of a message about an event, as Standard Webhooks has it. A field
 * may be added, never changed.
 */
export function messageBody(event: Event, request?: PublishedRequest): string {
  const { stage } = event.payload;
  return JSON.stringify({
    type: event.type,
    timestamp: event.at,
    data: {
      ...(request && {
        requestId: request.id,
        status: request.status,
        round: request.round,
        policy: {
          key: request.policy.key,
          version: request.policy.version,
          name: request.policy.name,
        },
        subject: request.subject,
        digest: request.digest,
        requester: request.requester,
        ...(typeof stage === 'number' && { stage }),
      }),
      actor: event.actor,
      onBehalfOf: event.onBehalfOf,
      comment: event.text,
      reason: event.reason,
      stream: event.stream,
      seq: event.seq,
      hash: event.hash,
      payload: event.payload,
    },
  });
}

/** The title of the request's subject in the body of a message, when it is about one. */
export function titleIn(body: string): string | undefined {
  const { data }: { data: { subject?: { title: string } } } = JSON.parse(body);
  return data.subject?.title;
}

/** The policy that an event is about, when it is about one. */
export function policyKeyOf(
  { type, payload }: Event,
  request?: PublishedRequest,
): string | undefined {
  const key = type.startsWith('policy.')
    ? payload.key
    : type.startsWith('run.') && payload.policyKey;
  return typeof key === 'string' ? key : request?.policy.key;
}

/** The headers of a message, signed with each secret. */
export function messageHeaders(message: {
  id: string;
  /** Of the try, in milliseconds. */
  at: number;
  body: string;
  secrets: readonly Buffer[];
}): Record<string, string> {
  return {
    'content-type': 'application/json',
    'user-agent': 'countersign-approvals',
    ...signedHeaders(message),
  };
}

/**
 * The headers of a message but its signature.
 *
 * @param at - of the try, in milliseconds
 */
export function bareHeaders(id: string, at: number): Record<string, string> {
  const headers = messageHeaders({ id, at, body: '', secrets: [] });
  delete headers['webhook-signature'];
  return headers;
}
