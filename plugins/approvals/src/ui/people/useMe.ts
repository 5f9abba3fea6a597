import { identityApiRef, useApi } from '@backstage/frontend-plugin-api';
import { useEffect, useState } from 'react';

/** The signed-in person's ref; undefined until it is known. */
export function useMe(): string | undefined {
  const identityApi = useApi(identityApiRef);
  const [me, setMe] = useState<string>();
  useEffect(() => {
    let current = true;
    identityApi.getBackstageIdentity().then(({ userEntityRef }) => {
      if (current) setMe(userEntityRef.toLowerCase());
    });
    return () => {
      current = false;
    };
  }, [identityApi]);
  return me;
}
