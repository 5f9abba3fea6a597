import { ErrorCode } from '@countersign/backstage-plugin-approvals-common';
import { Refusal } from './types';

const REFUSALS = {
  service: ['NOT_ALLOWED', 'Only a person may do this, not a service.'],
  token: [
    'TOKEN_NOT_ALLOWED',
    'Something that acts for a person may not do this; sign in and do it yourself.',
  ],
  notYours: ['NOT_ALLOWED', 'You are not allowed to do this.'],
  notInCatalog: [
    'NOT_ALLOWED',
    'The catalog does not know you as a user, so you cannot act here.',
  ],
  otherRequester: ['NOT_ALLOWED', 'You can only ask in your own name.'],
  involvedByPerson: [
    'NOT_ALLOWED',
    'Only a service may name who else is involved.',
  ],
  executionNotAllowed: [
    'NOT_ALLOWED',
    'Only who may consume passes can ask for something that runs.',
  ],
  executionOfAnother: [
    'NOT_ALLOWED',
    'What runs such things asks for it itself, and nobody else does.',
  ],
  otherInitiator: [
    'NOT_ALLOWED',
    'Only who asked for it may let it go on, and somebody else did.',
  ],
  initiatorMissing: [
    'NOT_ALLOWED',
    'Who asked for it must let it go on themselves: the policy lets no service do so.',
  ],
  secretsNeeded: [
    'NOT_ALLOWED',
    'It needs secrets again, so who asked for it must let it go on themselves.',
  ],
  requesterMissing: ['INVALID_INPUT', 'A service must name the requester.'],
  subjectType: ['SUBJECT_TYPE', 'The policy is for subjects of another type.'],
  unknownPerson: [
    'PERSON_UNKNOWN',
    'The catalog does not know this person as a user.',
  ],
  unknownRule: ['INVALID_INPUT', 'The stage has no such rule.'],
  otherContext: [
    'CONTEXT_INVALID',
    'Something waits to run with the first context, so it must stay the same.',
  ],
  commentMissing: ['COMMENT_REQUIRED', 'Say why, in a comment.'],
  reasonMissing: ['REASON_REQUIRED', 'Give the reason.'],
  noTask: ['NOT_FOUND', 'There is no such task.'],
  noStage: ['NOT_FOUND', 'There is no such stage.'],
  observer: [
    'NOT_ASSIGNED',
    'This seat only observes: it comments and does not decide.',
  ],
  notAssigned: ['NOT_ASSIGNED', 'You are not asked to decide this.'],
  asked: [
    'SELF_APPROVAL',
    'You asked for this yourself, so somebody else must decide.',
  ],
  otherAsked: [
    'SELF_APPROVAL',
    'This person asked for it, so somebody else must decide.',
  ],
  involved: [
    'SELF_APPROVAL',
    'You are involved in what is asked, so somebody else must decide.',
  ],
  otherInvolved: [
    'SELF_APPROVAL',
    'This person is involved in what is asked, so somebody else must decide.',
  ],
  picksApprover: [
    'SELF_APPROVAL',
    'Who asked, or is involved, does not pick the approver.',
  ],
  approvedElsewhere: [
    'REPEAT_APPROVER',
    'You approved another stage, so somebody else must decide this one.',
  ],
  otherApprovedElsewhere: [
    'REPEAT_APPROVER',
    'This person approved another stage, so somebody else must decide this one.',
  ],
  decidedForAnother: [
    'REPEAT_APPROVER',
    'You have decided in this stage for somebody else already.',
  ],
  otherDecidedForAnother: [
    'REPEAT_APPROVER',
    'This person has decided in this stage for somebody else already.',
  ],
  seatedElsewhere: [
    'REPEAT_APPROVER',
    'You have a seat of your own in this stage and decide only that one.',
  ],
  decided: ['ALREADY_DECIDED', 'This was decided already.'],
  ended: ['REQUEST_ENDED', 'The request has ended.'],
  stageWaiting: ['STAGE_NOT_STARTED', 'The stage has not started yet.'],
  stageEnded: ['STAGE_ENDED', 'The stage has ended.'],
  taskEnded: [
    'TASK_ENDED',
    'This seat is no longer open: it was released, handed on or taken away.',
  ],
  notAwaiting: [
    'NOT_AWAITING_CHANGES',
    'Nobody asked for changes, so there is nothing to resubmit.',
  ],
  seated: ['ALREADY_SEATED', 'This person has a seat in the stage already.'],
  noPass: ['NO_PASS', 'There is nothing here that may be run.'],
  passConsumed: ['PASS_CONSUMED', 'The approval was used already.'],
  passRevoked: ['PASS_REVOKED', 'The approval was revoked.'],
  passExpired: ['PASS_EXPIRED', 'The approval is too old to be used.'],
  otherDigest: [
    'DIGEST_MISMATCH',
    'What is to be run is not what was approved.',
  ],
} as const satisfies Record<string, readonly [ErrorCode, string]>;

/** A refusal by its name: one table holds the code and the words of each. */
export function refuse(name: keyof typeof REFUSALS): Refusal {
  const [code, message] = REFUSALS[name];
  return { kind: 'refused', code, message };
}
