import { PolicyDefinitionInput } from '@countersign/backstage-plugin-approvals-common';
import { definition } from './__testUtils__/policyWorld';
import { compare } from './compare';

const stage = (name: string, given: object = {}) => ({
  name,
  approvers: [{ type: 'group', group: 'platform' }],
  ...given,
});
const changes = (
  before: Partial<PolicyDefinitionInput>,
  after: Partial<PolicyDefinitionInput>,
) => compare(definition(before), definition(after));
const lines = (found: ReturnType<typeof compare>) =>
  found.map(({ kind, path }) => `${kind} ${path}`);

describe('what changed between two definitions', () => {
  it('is nothing between equal ones', () => {
    expect(changes({}, {})).toEqual([]);
  });

  it('tells values before and after', () => {
    expect(
      changes(
        { name: 'Old', requestTtl: 'P1D' },
        { name: 'New', owner: 'platform' },
      ),
    ).toEqual([
      { path: '/name', kind: 'changed', before: 'Old', after: 'New' },
      { path: '/requestTtl', kind: 'removed', before: 'P1D' },
      { path: '/owner', kind: 'added', after: 'group:default/platform' },
    ]);
  });

  it('points into nested values, with keys escaped', () => {
    const withSchema = (type: string) => ({
      contextSchema: { properties: { 'a/b': { type } } },
    });
    expect(changes(withSchema('string'), withSchema('number'))).toEqual([
      {
        path: '/contextSchema/properties/a~1b/type',
        kind: 'changed',
        before: 'string',
        after: 'number',
      },
    ]);
  });

  it('knows a stage by its name when one is put before it', () => {
    const found = changes(
      { stages: [stage('A'), stage('B')] },
      { stages: [stage('New'), stage('A'), stage('B', { rejections: 2 })] },
    );
    expect(lines(found)).toEqual([
      'added /stages/0',
      'changed /stages/2/rejections',
    ]);
  });

  it.each([
    ['a removed stage', ['A', 'B'], ['B'], ['removed /stages/0']],
    ['another order', ['A', 'B'], ['B', 'A'], ['changed /stages']],
    [
      'another name',
      ['A', 'B'],
      ['A', 'C'],
      ['removed /stages/1', 'added /stages/1'],
    ],
  ])('tells %s', (_, before, after, expected) => {
    const found = changes(
      { stages: before.map(name => stage(name)) },
      { stages: after.map(name => stage(name)) },
    );
    expect(lines(found)).toEqual(expected);
  });
});
