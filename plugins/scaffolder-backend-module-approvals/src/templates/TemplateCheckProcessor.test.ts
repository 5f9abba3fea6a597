import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { CatalogProcessorResult } from '@backstage/plugin-catalog-node';
import { gate, make, template } from '../__testUtils__/town';
import { readSettings } from '../settings';
import {
  CHECK_ANNOTATION,
  TemplateCheckProcessor,
} from './TemplateCheckProcessor';

const LOCATION = { type: 'url', target: 'https://example.com/template.yaml' };
const DEMANDED = [{ key: 'demanding', templates: [{ type: 'thing' }] }];

const shared = template('shared', [make({ id: 'approval' }), gate()]);
const always = template('always', [gate(), make({ if: '${{ always() }}' })]);
const each = template('each', [gate({ each: '${{ parameters.of }}' }), make()]);
const none = template('none', [make()]);

/** What becomes of a template: which rules it says on its page, and how many errors the catalog gets. */
async function read(
  entity: Entity,
  enforce?: string,
  policies = [] as never[],
) {
  const emitted: CatalogProcessorResult[] = [];
  const processor = new TemplateCheckProcessor({
    settings: readSettings(
      mockServices.rootConfig({
        data: enforce ? { approvals: { templates: { enforce } } } : {},
      }),
    ),
    policies: { get: async () => policies },
  });
  const { metadata } = await processor.preProcessEntity(entity, LOCATION, it =>
    emitted.push(it),
  );
  const said = metadata.annotations?.[CHECK_ANNOTATION];
  return {
    rules: said && JSON.parse(said).map(({ rule }: { rule: string }) => rule),
    errors: emitted.filter(({ type }) => type === 'error').length,
  };
}

describe('a template that the catalog reads', () => {
  it.each([
    // template, enforce, rules on its page, errors
    ['with a gate that a retry passes', shared, undefined, ['same-step-id'], 1],
    ['with such a gate, unchecked', shared, 'off', undefined, 1],
    ['with such a gate, refused', shared, 'refuse', ['same-step-id'], 1],
    ['with a fault', always, undefined, ['status-check'], 0],
    ['with a fault, unchecked', always, 'off', undefined, 0],
    ['with a fault, refused', always, 'refuse', ['status-check'], 1],
    ['with something odd, refused', each, 'refuse', ['gate-can-be-skipped'], 0],
    [
      'without faults',
      template('one', [gate(), make()]),
      'refuse',
      undefined,
      0,
    ],
    ['without a gate', none, 'refuse', undefined, 0],
  ])('%s', async (_, entity, enforce, rules, errors) => {
    expect(await read(entity, enforce)).toEqual({ rules, errors });
  });

  it('without the gate that a policy demands', async () => {
    const demanded = DEMANDED as never[];
    const rules = ['gate-is-missing'];
    expect(await read(none, 'warn', demanded)).toEqual({ rules, errors: 0 });
    expect(await read(none, 'refuse', demanded)).toEqual({ rules, errors: 1 });
    expect(await read(none, 'off', demanded)).toEqual({
      rules: undefined,
      errors: 0,
    });
  });

  it('does not speak for itself', async () => {
    const own = {
      ...always,
      metadata: {
        name: 'own',
        annotations: { [CHECK_ANNOTATION]: '[]', a: 'b' },
      },
    };
    expect((await read(own)).rules).toEqual(['status-check']);
  });

  it('is no other kind of entity', async () => {
    const component = { ...shared, kind: 'Component' };
    expect(await read(component)).toEqual({ rules: undefined, errors: 0 });
  });

  it('is not read under a setting that nobody knows', () => {
    const config = mockServices.rootConfig({
      data: { approvals: { templates: { enforce: 'maybe' } } },
    });
    expect(() => readSettings(config)).toThrow('it takes off, warn, refuse');
  });
});
