import { gate, make, template } from '../__testUtils__/town';
import { secretFlow } from './secretFlow';
import { readTemplate } from './template';

type Steps = Parameters<typeof template>[1];

const taking = (id: string, value: string) => make({ id, input: { value } });
const login = taking('login', '${{ secrets.key | upper }}');
const asking = (context: object) => gate({}, { context });

describe('a secret on its way into what is asked for', () => {
  it.each<[string, Steps, string[]]>([
    [
      'is found by the step that gives it',
      [login, asking({ key: 'of ${{ steps.login.output.key }}' })],
      ['login'],
    ],
    [
      'is found in brackets, and further down',
      [login, asking({ a: ['${{ (steps["login"]).output.key | lower }}'] })],
      ['login'],
    ],
    [
      'is found in the subject',
      [
        login,
        gate(
          {},
          { subject: { type: 'x', id: '${{ steps.login.output.id }}' } },
        ),
      ],
      ['login'],
    ],
    [
      'is found in what a gate is repeated for',
      [login, gate({ each: '${{ steps.login.output.all }}' })],
      ['login'],
    ],
    [
      'is found by way of other steps',
      [
        login,
        taking('hash', '${{ steps.login.output.key }}'),
        asking({ key: '${{ steps.hash.output.key }}' }),
      ],
      ['hash'],
    ],
    [
      'is found where a step is repeated for it',
      [
        make({ id: 'all', each: '${{ secrets.keys }}', input: {} }),
        asking({ key: '${{ steps.all.output.key }}' }),
      ],
      ['all'],
    ],
    [
      'may be from any step whose name is worked out',
      [login, asking({ key: '${{ steps[parameters.from].output.key }}' })],
      ['login'],
    ],
    [
      'may be from any step where all are taken',
      [login, asking({ key: '${{ steps | dump }}' })],
      ['login'],
    ],
    [
      'is none in what another step gives',
      [
        login,
        taking('login2', 'plain'),
        asking({ key: '${{ steps.login2.output.key }}' }),
      ],
      [],
    ],
    [
      'is none in what only sounds like it',
      [login, asking({ key: '${{ parameters.steps.login }} steps.login' })],
      [],
    ],
    [
      'is none in what a request gives, which refuses secrets',
      [
        gate({ id: 'first' }, { context: { key: '${{ secrets.key }}' } }),
        asking({ before: '${{ steps.first.output.requestId }}' }),
      ],
      [],
    ],
    [
      'is none in a step behind the gate',
      [asking({ key: '${{ steps.login.output.key }}' }), login],
      [],
    ],
  ])('%s', (_, steps, sources) => {
    const findings = secretFlow(readTemplate(template('x', steps))!);
    expect(findings).toEqual(
      sources.map(source => ({
        rule: 'secret-may-be-asked',
        severity: 'warning',
        step: 'approval',
        message: expect.stringContaining(`what step '${source}' gives`),
      })),
    );
  });
});
