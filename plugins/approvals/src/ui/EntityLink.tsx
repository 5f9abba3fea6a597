import { parseEntityRef } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { Link } from '@backstage/ui';
import { PersonName } from './people/PersonLine';

/** The name of something in the catalog, which leads to its page. */
export const EntityLink = ({ entityRef }: { entityRef: string }) => {
  const entity = useRouteRef(entityRouteRef);
  return (
    <Link href={entity?.(parseEntityRef(entityRef))} title={entityRef}>
      <PersonName person={entityRef} />
    </Link>
  );
};
