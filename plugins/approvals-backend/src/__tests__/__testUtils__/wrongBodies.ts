import { policy } from './stories';
import { WrongBody, wrongDeeds } from './wrongDeeds';
import { wrongWebhooks } from './wrongWebhooks';

const long = (length: number) => 'x'.repeat(length);
const subject = { type: 'demo.artifact', id: 'wrong', title: 'Wrong' };
const request = { policyKey: 'plain', subject };
const times = { start: '2040-02-01T00:00:00Z', end: '2040-02-02T00:00:00Z' };
const delegation = { delegate: 'carol', ...times };
const digest = '0'.repeat(64);

/** Bodies with a fault each; `INVALID_INPUT` where no code is named. */
export const wrongBodies: WrongBody[] = [
  ...wrongDeeds,
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
    'a file for a link',
    { ...request, subject: { ...subject, link: 'file:///etc/hosts' } },
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
    'createRequest',
    'a secret without a name',
    { ...request, execution: { kind: 'job', id: '1', secrets: ['a', ''] } },
    '/execution/secrets/1',
  ],
  [
    'createRequest',
    'an executor of its own choice',
    { ...request, execution: { kind: 'job', id: '1', executor: 'plugin:x' } },
    '/execution/executor',
  ],
  [
    'consumePass',
    'an initiator who is no person',
    { consumer: 'x', policyKey: 'pass', digest, initiator: 'group:x' },
    '/initiator',
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
  ...wrongWebhooks,
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
