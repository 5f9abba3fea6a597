import {
  Entity,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import type { CatalogApi } from '@backstage/catalog-client';
import { createApiRef } from '@backstage/frontend-plugin-api';
import DataLoader from 'dataloader';

/** How a person, a group or another entity is shown. */
export type Face = {
  ref: string;
  /** The display name; the bare name where the catalog does not know better. */
  name: string;
  picture?: string;
};

/** Looks names and faces up, many at a time. */
export type FacesApi = {
  /** What is known now, without waiting. */
  peek(ref: string): Face;
  load(ref: string): Promise<Face>;
  /** People whose name, or whose ref, matches the words; twenty at most. */
  search(words: string): Promise<Face[]>;
  /** Components, systems and the like whose name matches the words; twenty at most. */
  searchEntities(words: string): Promise<Face[]>;
};

/** Names and faces from the catalog. */
export const facesApiRef = createApiRef<FacesApi>().with({
  id: 'plugin.approvals.faces',
  pluginId: 'approvals',
});

const FIELDS = [
  'kind',
  'metadata.name',
  'metadata.namespace',
  'metadata.title',
  'spec.profile',
];

type Profile = { displayName?: string; picture?: string };

/** Makes the batched, cached look-up over the catalog. */
export function createFacesApi(options: { catalogApi: CatalogApi }): FacesApi {
  const known = new Map<string, Face>();
  const loader = new DataLoader<string, Face>(
    async refs => {
      const faces = await loadFaces(options.catalogApi, refs);
      faces.forEach(face => known.set(face.ref, face));
      return faces;
    },
    {
      maxBatchSize: 100,
      batchScheduleFn: callback => setTimeout(callback, 10),
    },
  );
  return {
    peek: ref => known.get(ref) ?? bareFace(ref),
    load: ref => loader.load(ref),
    search: words => searchKinds(options.catalogApi, ['User'], words),
    searchEntities: words =>
      searchKinds(
        options.catalogApi,
        ['Component', 'System', 'API', 'Resource', 'Domain'],
        words,
      ),
  };
}

async function loadFaces(
  catalogApi: CatalogApi,
  refs: readonly string[],
): Promise<Face[]> {
  const asked = refs.filter(isEntityRef);
  const { items } = await catalogApi.getEntitiesByRefs({
    entityRefs: asked,
    fields: FIELDS,
  });
  const found = new Map(asked.map((ref, index) => [ref, items[index]]));
  return refs.map(ref => faceOf(ref, found.get(ref)));
}

async function searchKinds(
  catalogApi: CatalogApi,
  kinds: string[],
  words: string,
): Promise<Face[]> {
  const { items } = await catalogApi.queryEntities({
    filter: { kind: kinds },
    fields: FIELDS,
    limit: 20,
    orderFields: [{ field: 'metadata.name', order: 'asc' }],
    ...(words && {
      fullTextFilter: {
        term: words,
        fields: ['metadata.name', 'metadata.title', 'spec.profile.displayName'],
      },
    }),
  });
  return items.map(entity => faceOf(stringifyEntityRef(entity), entity));
}

function faceOf(ref: string, entity?: Entity): Face {
  const profile = entity?.spec?.profile as Profile | undefined;
  const name = profile?.displayName ?? entity?.metadata.title;
  return name
    ? { ref, name, picture: profile?.picture }
    : { ...bareFace(ref), picture: profile?.picture };
}

function bareFace(ref: string): Face {
  return {
    ref,
    name: isEntityRef(ref) ? parseEntityRef(ref).name : nameOfPlugin(ref),
  };
}

/** A backend plugin that asks is known by its id, `plugin:scaffolder`; other services as they call themselves. */
function nameOfPlugin(ref: string): string {
  const id = /^plugin:([^/\s]+)$/.exec(ref)?.[1];
  return id ? id[0].toUpperCase() + id.slice(1).replaceAll('-', ' ') : ref;
}

function isEntityRef(ref: string): boolean {
  return /^[a-z][a-z0-9]*:[^/\s]+\/[^/\s]+$/i.test(ref);
}
