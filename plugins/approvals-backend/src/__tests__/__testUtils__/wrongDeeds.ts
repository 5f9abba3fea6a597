import { OperationName } from '@countersign/backstage-plugin-approvals-common';

const long = (length: number) => 'x'.repeat(length);

/** A body that the operation refuses, the place of the fault, and its code. */
export type WrongBody = [
  name: OperationName,
  what: string,
  body: object,
  path: string,
  code?: string,
];

/** What is done with what is there, with a fault each; `INVALID_INPUT` where no code is named. */
export const wrongDeeds: WrongBody[] = [
  ['decideTask', 'nothing said', {}, '/decision'],
  ['decideTask', 'no such decision', { decision: 'maybe' }, '/decision'],
  ['decideTask', 'a number', { decision: 7 }, '/decision'],
  [
    'decideTask',
    'a comment too long',
    { decision: 'approve', comment: long(10_001) },
    '/comment',
  ],
  [
    'decideTask',
    'changes without a word',
    { decision: 'request_changes' },
    '/comment',
    'COMMENT_REQUIRED',
  ],
  [
    'decideTask',
    'changes with blanks for words',
    { decision: 'request_changes', comment: ' \n\t ' },
    '/comment',
    'COMMENT_REQUIRED',
  ],
  [
    'decideTask',
    'no object',
    { decision: 'approve', override: true },
    '/override',
  ],
  ['commentRequest', 'no words', {}, '/comment'],
  ['commentRequest', 'empty', { comment: '' }, '/comment', 'COMMENT_REQUIRED'],
  [
    'commentRequest',
    'blanks',
    { comment: '   ' },
    '/comment',
    'COMMENT_REQUIRED',
  ],
  ['cancelRequest', 'no reason', {}, '/reason', 'REASON_REQUIRED'],
  ['cancelRequest', 'blanks', { reason: ' ' }, '/reason', 'REASON_REQUIRED'],
  ['cancelRequest', 'too long', { reason: long(2_001) }, '/reason'],
  ['revokePass', 'no reason', {}, '/reason', 'REASON_REQUIRED'],
  ['assignStage', 'nobody', { reason: 'x' }, '/person'],
  [
    'assignStage',
    'no reason',
    { person: 'frank' },
    '/reason',
    'REASON_REQUIRED',
  ],
  [
    'assignStage',
    'a group',
    { person: 'group:default/platform', reason: 'x' },
    '/person',
  ],
  [
    'assignStage',
    'a stranger',
    { person: 'nobody', reason: 'x' },
    '/person',
    'PERSON_UNKNOWN',
  ],
  [
    'assignStage',
    'no such rule',
    { person: 'frank', reason: 'x', rules: [7] },
    '/rules',
  ],
  [
    'assignStage',
    'no rule at all',
    { person: 'frank', reason: 'x', rules: [-1] },
    '/rules/0',
  ],
  [
    'reassignTask',
    'a stranger',
    { person: 'nobody' },
    '/person',
    'PERSON_UNKNOWN',
  ],
  ['reassignTask', 'a group', { person: 'group:x' }, '/person'],
  ['reassignTask', 'no ref', { person: 'a:b:c/d/e' }, '/person'],
  ['reassignTask', 'blanks', { person: 'a b' }, '/person'],
  ['decideTasks', 'none', { decisions: [] }, '/decisions'],
  [
    'decideTasks',
    'one hundred and one',
    {
      decisions: Array.from({ length: 101 }, () => ({
        taskId: 'x',
        decision: 'approve',
      })),
    },
    '/decisions',
  ],
  [
    'decideTasks',
    'one is wrong',
    { decisions: [{ taskId: 'x', decision: 'nod' }] },
    '/decisions/0/decision',
  ],
];
