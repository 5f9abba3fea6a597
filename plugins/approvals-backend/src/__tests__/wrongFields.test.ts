import { OperationName } from '@countersign/backstage-plugin-approvals-common';
import { startPortal } from './__testUtils__/portal';
import { policy } from './__testUtils__/stories';
import { Portal } from './__testUtils__/wire';
import { makeWorld, placeOf, World } from './__testUtils__/world';

const long = (length: number) => 'x'.repeat(length);
const subject = { type: 'demo.artifact', id: 'wrong', title: 'Wrong' };
const request = { policyKey: 'plain', subject };
const times = { start: '2040-02-01T00:00:00Z', end: '2040-02-02T00:00:00Z' };
const delegation = { delegate: 'carol', ...times };
const digest = '0'.repeat(64);

type Wrong = [
  name: OperationName,
  what: string,
  body: object,
  path: string,
  code?: string,
];

const BODIES: Wrong[] = [
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
  [
    'createRequest',
    'no key',
    { ...request, policyKey: 'No Key' },
    '/policyKey',
  ],
  ['createRequest', 'no subject', { policyKey: 'plain' }, '/subject'],
  [
    'createRequest',
    'a title too long',
    { ...request, subject: { ...subject, title: long(201) } },
    '/subject/title',
  ],
  [
    'createRequest',
    'an empty id',
    { ...request, subject: { ...subject, id: '' } },
    '/subject/id',
  ],
  [
    'createRequest',
    'another type',
    { ...request, subject: { ...subject, type: 'other' } },
    '/subject/type',
    'SUBJECT_TYPE',
  ],
  [
    'createRequest',
    'a script for a link',
    { ...request, subject: { ...subject, link: 'javascript:alert(1)' } },
    '/subject/link',
  ],
  [
    'createRequest',
    'an entity that is no ref',
    { ...request, subject: { ...subject, entityRef: '::' } },
    '/subject/entityRef',
  ],
  ['createRequest', 'a list', { ...request, context: [] }, '/context'],
  [
    'createRequest',
    'a group that asks',
    { ...request, requester: 'group:default/platform' },
    '/requester',
  ],
  [
    'createRequest',
    'too many involved',
    { ...request, involved: Array(101).fill('bob') },
    '/involved',
  ],
  [
    'createRequest',
    'a callback to nowhere',
    { ...request, callbackUrl: 'https://example.test/' },
    '/callbackUrl',
  ],
  [
    'createRequest',
    'a callback by mail',
    { ...request, callbackUrl: 'mailto:a@example.test' },
    '/callbackUrl',
  ],
  [
    'createRequest',
    'half an execution',
    { ...request, execution: { kind: 'job' } },
    '/execution/id',
  ],
  [
    'consumePass',
    'no digest',
    { consumer: 'x', policyKey: 'pass', digest: 'abc' },
    '/digest',
  ],
  [
    'consumePass',
    'a digest in capitals',
    { consumer: 'x', policyKey: 'pass', digest: 'A'.repeat(64) },
    '/digest',
  ],
  [
    'consumePass',
    'nobody',
    { consumer: '', policyKey: 'pass', digest },
    '/consumer',
  ],
  [
    'createDelegation',
    'the 30th of February',
    { ...delegation, start: '2040-02-30T00:00:00Z' },
    '/start',
  ],
  [
    'createDelegation',
    'a time without a place',
    { ...delegation, end: '2040-02-03T00:00:00' },
    '/end',
  ],
  ['createDelegation', 'a day', { ...delegation, end: '2040-02-03' }, '/end'],
  [
    'createDelegation',
    'an end before the start',
    { ...delegation, end: '2040-01-31T00:00:00Z' },
    '/end',
  ],
  [
    'createDelegation',
    'over',
    {
      ...delegation,
      start: '2001-01-01T00:00:00Z',
      end: '2001-01-02T00:00:00Z',
    },
    '/end',
  ],
  [
    'createDelegation',
    'to oneself',
    { ...delegation, delegate: 'User:default/Alice' },
    '/delegate',
  ],
  [
    'createDelegation',
    'to a stranger',
    { ...delegation, delegate: 'nobody' },
    '/delegate',
    'PERSON_UNKNOWN',
  ],
  [
    'createDelegation',
    'for no policy',
    { ...delegation, policyKeys: [] },
    '/policyKeys',
  ],
  [
    'createDelegation',
    'for no policy that can be',
    { ...delegation, policyKeys: ['ok', 'Not Ok'] },
    '/policyKeys/1',
  ],
  ['createPolicyVersion', 'no such version', { from: 99 }, '/from'],
  ['createPolicyVersion', 'no number', { from: '1' }, '/from'],
  [
    'updatePolicyVersion',
    'another key',
    { definition: policy('other'), revision: 1 },
    '/definition/key',
  ],
  [
    'updatePolicyVersion',
    'no revision',
    { definition: policy('plain') },
    '/revision',
  ],
  ['simulatePolicy', 'neither definition nor key', {}, ''],
  [
    'simulatePolicy',
    'no request',
    { key: 'plain', requestId: 'x' },
    '/requestId',
  ],
  [
    'createPolicy',
    'examples that name no stage',
    {
      definition: policy('fresh'),
      examples: [{ name: 'a', requester: 'bob', expected: { Nowhere: [] } }],
    },
    '/examples/0/expected/Nowhere',
  ],
];

describe('a wrong body', () => {
  let portal: Portal;
  let world: World;

  beforeAll(async () => {
    portal = await startPortal();
    world = await makeWorld(portal);
  }, 60_000);

  it.each(BODIES)(
    'for %s, %s, is refused with its place',
    async (name, _, body, path, code = 'INVALID_INPUT') => {
      const place = placeOf(world, name);
      const answer = await portal.send(
        place.who,
        place.method,
        place.path,
        body,
      );
      expect(answer).toMatchObject({ status: 400, body: { error: { code } } });
      expect(answer.body.error?.issues?.map(issue => issue.path)).toContain(
        path,
      );
    },
  );

  it.each([{}, { reason: '' }, { reason: ' ' }])(
    'for an override with %j is refused for want of a reason',
    async override => {
      const { method, path } = placeOf(world, 'decideTask');
      const body = { decision: 'approve', override };
      expect(await portal.send('erin', method, path, body)).toMatchObject({
        status: 400,
        body: {
          error: {
            code: 'REASON_REQUIRED',
            issues: [{ path: '/override/reason' }],
          },
        },
      });
    },
  );
});
