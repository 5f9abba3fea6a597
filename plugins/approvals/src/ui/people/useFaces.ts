import { useApi } from '@backstage/frontend-plugin-api';
import { useEffect, useMemo, useReducer } from 'react';
import { Face, facesApiRef } from './faces';

/**
 * Names and faces for refs: the bare name at once, the real one as soon as
 * the catalog has answered.
 */
export function useFaces(refs: readonly string[]): (ref: string) => Face {
  const facesApi = useApi(facesApiRef);
  const [version, bump] = useReducer((count: number) => count + 1, 0);
  const wanted = [...new Set(refs)].sort().join('\n');

  useEffect(() => {
    let current = true;
    const all = wanted ? wanted.split('\n') : [];
    Promise.allSettled(all.map(ref => facesApi.load(ref))).then(() => {
      if (current) bump();
    });
    return () => {
      current = false;
    };
  }, [facesApi, wanted]);

  // A new function whenever names arrived: memoised consumers render again.
  return useMemo(
    () => (version >= 0 ? (ref: string) => facesApi.peek(ref) : facesApi.peek),
    [facesApi, version],
  );
}

/** One name and face. */
export function useFace(ref: string): Face {
  return useFaces([ref])(ref);
}
