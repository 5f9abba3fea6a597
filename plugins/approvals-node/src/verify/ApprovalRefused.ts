/**
 * Why what is about to be done is not covered by an approval.
 *
 * - `unknown`: no such request, or not one that the caller asked for
 * - `other_run`: it was made for another run, or for none
 * - `not_approved`: it waits, or ended otherwise
 * - `other_thing`: what is about to be done is not what was approved
 * - `other_person`: somebody let the run go on who may not
 * - `used`: something else has used the approval
 * - `over`: the approval is too old to be acted on
 * - `revoked`: somebody took the approval back
 */
export type ApprovalRefusal =
  | 'unknown'
  | 'other_run'
  | 'not_approved'
  | 'other_thing'
  | 'other_person'
  | 'used'
  | 'over'
  | 'revoked';

/** What is about to be done has no approval. Another try does not help. */
export class ApprovalRefused extends Error {
  readonly reason: ApprovalRefusal;
  readonly requestId: string;

  constructor(
    reason: ApprovalRefusal,
    requestId: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'ApprovalRefused';
    this.reason = reason;
    this.requestId = requestId;
  }
}
