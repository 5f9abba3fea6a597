import { gate, make, template } from '../__testUtils__/town';
import { AppliesTo } from './appliesTo';
import { checkTemplate, CheckOptions } from './checkTemplate';
import { readTemplate } from './template';

type Steps = Parameters<typeof template>[1];

/** What is found: `severity rule step`, the worst first. */
const found = (steps: Steps, spec = {}, options: CheckOptions = {}) =>
  checkTemplate(readTemplate(template('x', steps, spec))!, options).map(
    ({ severity, rule, step }) =>
      [severity, rule, step].filter(Boolean).join(' '),
  );

const end = make({ id: 'end' });
const ask = { ...gate({ id: 'ask' }), action: 'approval:request' };
const demand = {
  ...gate({ id: 'ask' }, { policy: 'demanding' }),
  action: 'approval:request',
};
const wait = { id: 'wait', action: 'approval:wait', input: {} };

describe('the check of templates', () => {
  it.each<[string, Steps, string[]]>([
    ['nothing in a plain gate', [gate(), end], []],
    ['nothing where all is asked for at once', [ask, wait, end], []],
    [
      'nothing in a template without gates, whatever else is in it',
      [end, end, make({ if: '${{ always() }}' })],
      [],
    ],
    [
      'an earlier step with the id of a gate',
      [make({ id: 'approval' }), gate(), end],
      ['refused same-step-id approval'],
    ],
    [
      'a later step with the id of a gate, which always runs',
      [gate(), make({ id: 'approval', if: '${{ always() }}' })],
      ['refused same-step-id approval', 'error status-check approval'],
    ],
    [
      'a gate with the id that an earlier step has by its place',
      [make({ id: undefined }), gate({ id: 'step-1' })],
      ['refused same-step-id step-1'],
    ],
    [
      'a gate without id in the place of which another has its id',
      [make({ id: 'step-2' }), gate({ id: undefined })],
      ['refused same-step-id step-2'],
    ],
    [
      'a wait with the id of another step',
      [ask, make({ id: 'wait' }), wait],
      ['refused same-step-id wait'],
    ],
    [
      'two other steps with one id, of which the second would never run',
      [end, gate(), end],
      ['error same-step-id end'],
    ],
    [
      'a step that runs when others fail',
      [gate(), make({ id: 'undo', if: '${{ failure() and parameters.x }}' })],
      ['error status-check undo'],
    ],
    ...[
      '${{ (always)() }}',
      '{% set f = always %}${{ f() }}',
      '${{ "}}" and {f: failure}.f() }}',
    ].map((condition): [string, Steps, string[]] => [
      `a step that runs by ${condition}`,
      [gate(), make({ id: 'undo', if: condition })],
      ['error status-check undo'],
    ]),
    [
      'nothing in what only sounds like it',
      [gate(), make({ if: '${{ steps.always.output.x == "failure" }}' })],
      [],
    ],
    [
      'a gate that never asks',
      [gate({ if: false }), end],
      ['error gate-never-asks approval'],
    ],
    [
      'a gate with a condition',
      [gate({ if: '${{ parameters.risky }}' }), end],
      ['warning gate-can-be-skipped approval'],
    ],
    [
      'a gate for each of what may be nothing',
      [gate({ each: '${{ parameters.places }}' }), end],
      ['warning gate-can-be-skipped approval'],
    ],
    [
      'a secret in what is asked for',
      [gate({}, { context: { key: '${{ secrets.key }}' } })],
      ['error secrets-asked approval'],
    ],
    [
      'files made before the gate',
      [{ id: 'fetch', action: 'fetch:template' }, gate(), end],
      ['warning files-before-gate fetch'],
    ],
    [
      'a request that nobody waits for',
      [ask, end],
      ['warning asks-without-waiting'],
    ],
  ])('finds %s', (_, steps, findings) => {
    expect(found(steps)).toEqual(findings);
  });

  it('finds passwords that are kept in clear, wherever the form asks for them', () => {
    const password = { type: 'string', 'ui:widget': 'password' };
    const parameters = [
      {
        properties: {
          key: password,
          kept: { ...password, 'ui:field': 'Secret' },
        },
      },
      {
        properties: { use: { type: 'boolean' } },
        dependencies: { use: { oneOf: [{ properties: { inner: password } }] } },
      },
    ];
    expect(found([gate()], { parameters })).toEqual([
      'error password-in-clear',
      'error password-in-clear',
    ]);
    expect(found([end], { parameters })).toEqual([]);
  });

  it('finds recovery that runs all steps again', () => {
    const spec = {
      EXPERIMENTAL_recovery: { EXPERIMENTAL_strategy: 'startOver' },
    };
    expect(found([gate()], spec)).toEqual(['error start-over']);
  });

  it('does not mind files where they are kept', () => {
    const steps = [{ id: 'fetch', action: 'fetch:plain' }, gate()];
    expect(found(steps, {}, { keepsWorkspace: true })).toEqual([]);
  });

  describe('by policies that demand a gate', () => {
    const demanded = (...templates: AppliesTo['templates'][number][]) => ({
      policies: [{ key: 'demanding', templates }],
    });
    const tagged = { ...template('x', [end]), kind: 'Template' };
    tagged.metadata = { ...tagged.metadata, tags: ['database'] };

    it.each([
      ['ref', { ref: 'template:default/x' }, true],
      ['another ref', { ref: 'template:default/y' }, false],
      ['tag', { tag: 'database' }, true],
      ['another tag', { tag: 'web' }, false],
      ['type', { type: 'thing' }, true],
      ['another type', { type: 'service' }, false],
      ['tag and type', { tag: 'database', type: 'thing' }, true],
      ['tag and another type', { tag: 'database', type: 'service' }, false],
    ])('finds a template by its %s', (_, filter, isFound) => {
      const findings = checkTemplate(readTemplate(tagged)!, demanded(filter));
      expect(findings.map(({ rule }) => rule)).toEqual(
        isFound ? ['gate-is-missing'] : [],
      );
    });

    it.each<[string, Steps, string[]]>([
      ['its gate is there', [gate({}, { policy: 'demanding' })], []],
      ['only another gate is there', [gate()], ['error gate-is-missing']],
      ['it is asked for and waited for', [demand, wait, end], []],
      [
        'it is asked for, and nothing waits',
        [demand, end],
        ['error gate-is-missing', 'warning asks-without-waiting'],
      ],
      [
        'nobody can tell',
        [gate({}, { policy: '${{ parameters.policy }}' })],
        ['warning gate-of-unknown-policy approval'],
      ],
    ])('when %s', (_, steps, findings) => {
      expect(found(steps, {}, demanded({ type: 'thing' }))).toEqual(findings);
    });
  });

  it.each([[{}], [{ spec: 1 }], [undefined], ['text']])(
    'reads %j as no template',
    value => {
      expect(readTemplate(value)).toBeUndefined();
    },
  );

  it('reads what it can of a template that is wrong', () => {
    const value = { metadata: 7, spec: { steps: [{ action: 7, input: [] }] } };
    expect(readTemplate(value)?.steps).toEqual([
      { id: 'step-1', action: '', input: undefined },
    ]);
  });
});
