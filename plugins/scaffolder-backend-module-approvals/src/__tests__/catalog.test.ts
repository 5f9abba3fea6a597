import {
  createMockDirectory,
  mockCredentials,
  mockServices,
  startTestBackend,
  TestBackend,
} from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import templateModel from '@backstage/plugin-catalog-backend-module-scaffolder-entity-model';
import approvalsPlugin from '@countersign/backstage-plugin-approvals-backend';
import { stringify } from 'yaml';
import { catalogModuleTemplateCheck } from '..';
import { Runs } from '../__testUtils__/Runs';
import { gate, make, policy, template } from '../__testUtils__/town';
import { until } from '../__testUtils__/until';
import { CHECK_ANNOTATION } from '../templates/TemplateCheckProcessor';

const folder = createMockDirectory();

const TEMPLATES = {
  good: template('good', [gate(), make()]),
  odd: template('odd', [gate({ each: '${{ parameters.of }}' }), make()]),
  passable: template('passable', [make({ id: 'approval' }), gate()]),
  ungated: template('ungated', [make()], { type: 'demanding' }),
};

describe('the catalog', () => {
  let backend: TestBackend;
  beforeAll(async () => {
    backend = await startTestBackend({
      features: [
        catalogPlugin,
        templateModel,
        catalogModuleTemplateCheck,
        approvalsPlugin,
        mockServices.rootLogger.factory({ level: 'none' }),
        mockServices.rootConfig.factory({ data: configuration() }),
      ],
    });
    await new Runs(`http://localhost:${backend.server.port()}`).activate(
      policy('strict', {
        appliesTo: { templates: [{ type: 'demanding' }] },
        stages: [
          {
            name: 'One',
            approvers: [{ type: 'user', user: 'user:default/x' }],
          },
        ],
      }),
    );
    // Once the policy is in force: what policies demand is looked up once a minute.
    folder.setContent({
      'templates.yaml': Object.values(TEMPLATES)
        .map(entity => stringify(entity))
        .join('---\n'),
    });
  });

  const read = async (name: string): Promise<Entity | undefined> => {
    const response = await fetch(
      `http://localhost:${backend.server.port()}/api/catalog/entities/by-name/template/default/${name}`,
      { headers: { authorization: mockCredentials.user.header() } },
    );
    return response.ok ? response.json() : undefined;
  };
  const rulesOf = (entity: Entity) => {
    const said = entity.metadata.annotations?.[CHECK_ANNOTATION];
    return said
      ? JSON.parse(said).map(({ rule }: { rule: string }) => rule)
      : [];
  };

  it('takes templates with and without faults, with what is found on them', async () => {
    const good = await until('the good template', () => read('good'));
    expect(rulesOf(good)).toEqual([]);
    const odd = await until('the odd template', () => read('odd'));
    expect(rulesOf(odd)).toEqual(['gate-can-be-skipped']);
  });

  it('takes none of which a retry passes the gate', async () => {
    await until('the last template', () => read('ungated'));
    expect(await read('passable')).toBeUndefined();
  });

  it('finds templates that lack the gate of a policy in force', async () => {
    const ungated = await until('what is found', async () => {
      const entity = await read('ungated');
      return entity && rulesOf(entity).length > 0 ? entity : undefined;
    });
    expect(rulesOf(ungated)).toEqual(['gate-is-missing']);
  });
});

function configuration() {
  return {
    catalog: {
      processingInterval: { seconds: 1 },
      rules: [{ allow: ['Template', 'Location'] }],
      locations: [{ type: 'file', target: folder.resolve('templates.yaml') }],
    },
    approvals: { encryption: { keys: [{ secret: 'k'.repeat(43) }] } },
  };
}
