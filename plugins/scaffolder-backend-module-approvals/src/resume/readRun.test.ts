import {
  LogEvent,
  ScaffolderTaskStatus,
} from '@backstage/plugin-scaffolder-common';
import { isParked, readRun, readSteps } from './readRun';

type Said = [type: LogEvent['type'], body: Record<string, unknown>];

const step = (stepId: string, status: string, message = ''): Said => [
  'log',
  { stepId, status, message },
];
const ended = (name?: string, message = 'Because'): Said => [
  'completion',
  { message: 'Run completed', ...(name && { error: { name, message } }) },
];
const cancelled: Said = ['cancelled', { message: 'Step has been cancelled' }];

const NOW = Date.parse('2026-11-27T12:00:00Z');

function record(
  status: ScaffolderTaskStatus,
  said: Said[] = [],
  lastHeartbeatAt = '2026-11-27T11:59:00Z',
) {
  return {
    task: {
      status,
      lastHeartbeatAt,
      spec: {
        apiVersion: 'scaffolder.backstage.io/v1beta3' as const,
        parameters: {},
        output: {},
        steps: ['before', 'approval', 'after'].map(id => ({
          id,
          name: `Step ${id}`,
          action: 'test:make',
        })),
      },
    },
    events: said.map(([type, body], id) => ({
      id,
      type,
      body: body as LogEvent['body'],
      createdAt: '',
      taskId: 'task',
    })),
  };
}

const atGate: Said[] = [
  step('before', 'completed'),
  step('approval', 'failed'),
  step(
    'after',
    'skipped',
    'Skipping step after because a previous step failed',
  ),
];
const behind: Said[] = [
  ...atGate,
  ['recovered', {}],
  step('before', 'completed'),
  step('approval', 'completed'),
  step('after', 'failed'),
];

describe('how a run stands', () => {
  it.each([
    [
      'parked',
      record('failed', [...atGate, ended('ApprovalPending')]),
      { state: 'waiting', isPast: false },
    ],
    [
      'parked, and cancelled then',
      record('failed', [...atGate, ended('ApprovalPending'), cancelled]),
      { state: 'cancelled', isPast: false },
    ],
    [
      'without its secrets',
      record('failed', [...atGate, ended('SecretsNeeded')]),
      {
        state: 'waiting',
        message: expect.stringContaining('secrets'),
        isPast: false,
        needsRequester: true,
      },
    ],
    [
      'told to go on by a service that may not',
      record('failed', [...atGate, ended('RequesterNeeded')]),
      {
        state: 'waiting',
        message: expect.stringContaining('whoever asked'),
        isPast: false,
        needsRequester: true,
      },
    ],
    [
      'told to go on by another',
      record('failed', [...atGate, ended('ApprovalNotYours')]),
      {
        state: 'waiting',
        message: expect.stringContaining('Somebody else'),
        isPast: false,
      },
    ],
    [
      'ended at its gate',
      record('failed', [
        ...atGate,
        ended(
          'ApprovalRejected',
          '[A \\*b\\*](http://x/y) w\\_as\nrejected\\.',
        ),
      ]),
      { state: 'failed', message: 'A *b* w_as rejected.', isPast: false },
    ],
    [
      'broken at its gate',
      record('failed', [...atGate, ended('TypeError', 'Oops')]),
      { state: 'waiting', message: 'Oops', isPast: false },
    ],
    [
      'closed by the scaffolder at its gate',
      record('failed', [...atGate, ended()]),
      { state: 'waiting', message: 'Run completed', isPast: false },
    ],
    [
      'told to go on',
      record('open', atGate),
      { state: 'resuming', isPast: false },
    ],
    [
      'told to go on, and taken by nobody',
      record('open', atGate, '2026-11-27T11:55:00Z'),
      {
        state: 'resuming',
        message: expect.stringContaining('5 minutes ago'),
        isPast: false,
      },
    ],
    [
      'under way before its gate is passed',
      record('processing', atGate),
      { state: 'running', isPast: false },
    ],
    [
      'under way behind it',
      record('processing', behind),
      { state: 'running', isPast: true },
    ],
    [
      'under way, and heard of by nobody',
      record('processing', behind, '2026-11-27T11:50:00Z'),
      {
        state: 'running',
        message: expect.stringContaining('for 10 minutes'),
        isPast: true,
      },
    ],
    [
      'failed behind it',
      record('failed', [...behind, ended('Error', 'Disk full')]),
      { state: 'failed', message: 'Disk full', isPast: true },
    ],
    [
      'parked at a later gate',
      record('failed', [...behind, ended('ApprovalPending')]),
      {
        state: 'waiting',
        message: expect.stringContaining('another approval'),
        isPast: true,
      },
    ],
    ['done', record('completed', behind), { state: 'done', isPast: true }],
    [
      'skipped at its gate by a condition',
      record('failed', [
        step(
          'approval',
          'skipped',
          'Skipping step approval because its if condition was false',
        ),
        ended('Error', 'x'),
      ]),
      { state: 'failed', message: 'x', isPast: true },
    ],
  ])('%s', (_, task, seen) => {
    expect(readRun(task, 'approval', NOW)).toEqual(seen);
  });

  it.each([
    ['as it is', 'bad key Tr0ub\n\n4dor_"x"!'],
    ['in one line', 'bad key Tr0ub 4dor_"x"!'],
    ['in Markdown', 'bad key Tr0ub 4dor\\_"x"!'],
    ['in JSON', 'bad key Tr0ub\\n\\n4dor_\\"x\\"!'],
    ['in JSON in Markdown', 'bad key Tr0ub\\\\n\\\\n4dor\\_\\\\"x\\\\"!'],
    ['in an address', 'bad key Tr0ub%0A%0A4dor_%22x%22!'],
  ])('does not tell a value of several lines %s', (_, message) => {
    const failed = record('failed', [...behind, ended('Error', message)]);
    const hidden = ['Tr0ub\n\n4dor_"x"'];
    expect(readRun(failed, 'approval', NOW, hidden).message).toBe(
      'bad key ***!',
    );
  });

  it('is parked only at a gate, and not once it was cancelled', () => {
    const end = ended('ApprovalPending');
    expect(isParked(record('failed', [...atGate, end]))).toBe(true);
    expect(isParked(record('failed', [...atGate, end, cancelled]))).toBe(false);
    expect(
      isParked(record('failed', [...atGate, ended('SecretsNeeded')])),
    ).toBe(false);
    expect(isParked(record('open', [...atGate, end]))).toBe(false);
    // Somebody else has pressed Retry in between.
    const notYours = ended('ApprovalNotYours');
    expect(isParked(record('failed', [...atGate, notYours]))).toBe(true);
  });

  it.each([
    ['not begun', record('open'), ['next', 'next', 'next']],
    [
      'parked',
      record('failed', [...atGate, ended('ApprovalPending')]),
      ['done', 'waiting', 'next'],
    ],
    [
      'under way',
      record('processing', [...behind, step('after', 'processing')]),
      ['done', 'done', 'running'],
    ],
    [
      'failed',
      record('failed', [...behind, ended('Error')]),
      ['done', 'done', 'failed'],
    ],
    [
      'told to go on after it has parked',
      record('open', [...atGate, ended('ApprovalPending')]),
      ['done', 'next', 'next'],
    ],
    [
      'cancelled while it was parked, which the scaffolder says of the last step',
      record('failed', [
        ...atGate,
        ended('ApprovalPending'),
        ['cancelled', { stepId: 'after', status: 'cancelled', message: '' }],
      ]),
      ['done', 'waiting', 'skipped'],
    ],
    [
      'cancelled in the middle of a step',
      record('cancelled', [
        ...behind.slice(0, -1),
        step('after', 'processing'),
        ['cancelled', { stepId: 'after', status: 'cancelled', message: '' }],
      ]),
      ['done', 'done', 'failed'],
    ],
  ])('shows its steps: %s', (_, task, statuses) => {
    const steps = readSteps(task, 'approval');
    expect(steps.map(({ status }) => status)).toEqual(statuses);
    expect(steps[1]).toMatchObject({ name: 'Step approval', isGate: true });
    expect(steps[2].isGate).toBe(false);
  });
});
