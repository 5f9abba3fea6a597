import type { CatalogApi } from '@backstage/catalog-client';
import { createFacesApi } from './faces';

const catalogApi = {
  getEntitiesByRefs: async () => ({ items: [undefined] }),
} as unknown as CatalogApi;

describe('the name of somebody whom the catalog does not know', () => {
  it.each([
    ['user:default/alice', 'alice'],
    ['plugin:scaffolder', 'Scaffolder'],
    ['plugin:access-tokens', 'Access tokens'],
    ['demo-service', 'demo-service'],
    ['plugin:', 'plugin:'],
  ])('%s is %s', async (ref, name) => {
    const faces = createFacesApi({ catalogApi });
    expect(faces.peek(ref).name).toBe(name);
    expect((await faces.load(ref)).name).toBe(name);
  });
});
