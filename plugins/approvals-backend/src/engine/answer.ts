import { ViewerAction } from '@countersign/backstage-plugin-approvals-common';
import { decide } from './decide';
import { Input } from './inputs';
import { refuse } from './refusals';
import { Refusal, RequestState } from './types';

/** Stands in for words, ids and people that an action would bring: always acceptable ones. */
export const PROBE = { text: 'text', id: 'id', person: '' };

/** What `decide` says to an input, as the API says it. */
export function answer(state: RequestState, input: Input): ViewerAction {
  const decided = decide(state, input);
  return decided.kind === 'repeated'
    ? said(refuse('decided'))
    : said(decided.kind === 'refused' ? decided : undefined);
}

/** A refusal, or none, as the API says it. */
export function said(refusal: Refusal | undefined): ViewerAction {
  return refusal
    ? { allowed: false, code: refusal.code, message: refusal.message }
    : { allowed: true };
}
