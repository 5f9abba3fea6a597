import { findingsOf } from './findings';

const template = (check?: string, kind = 'Template') => ({
  apiVersion: 'scaffolder.backstage.io/v1beta3',
  kind,
  metadata: {
    name: 'user',
    ...(check && { annotations: { 'countersign.dev/template-check': check } }),
  },
});
const finding = (severity: string) => ({
  rule: 'same-step-id',
  severity,
  message: 'Two steps have one id',
});

describe('what the check has found in a template', () => {
  it('is told with the worst first', () => {
    const found = JSON.stringify([
      finding('warning'),
      finding('refused'),
      finding('error'),
    ]);
    expect(findingsOf(template(found)).map(one => one.severity)).toEqual([
      'refused',
      'error',
      'warning',
    ]);
  });

  it.each([
    ['nothing was found', undefined],
    ['it is no JSON', '[{'],
    ['it is no list', '{"rule":"same-step-id"}'],
    ['it holds something else', '[null,"x",{"severity":"error"}]'],
    ['it knows a severity more', JSON.stringify([finding('hint')])],
  ])('is nothing when %s', (_, check) => {
    expect(findingsOf(template(check))).toEqual([]);
  });

  it('is nothing where something else has the annotation', () => {
    const found = JSON.stringify([finding('error')]);
    expect(findingsOf(template(found, 'Component'))).toEqual([]);
  });
});
