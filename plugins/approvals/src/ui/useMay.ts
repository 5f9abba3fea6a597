import { configApiRef, useApi } from '@backstage/frontend-plugin-api';
import {
  AuthorizeResult,
  BasicPermission,
} from '@backstage/plugin-permission-common';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { useEffect, useState } from 'react';

/**
 * Whether the signed-in person has a permission of administrators; false until
 * it is known. Where permissions are switched off nobody has one: Backstage
 * would say yes, the approvals backend says no.
 */
export function useMay(permission: BasicPermission): boolean {
  const permissionApi = useApi(permissionApiRef);
  const configApi = useApi(configApiRef);
  const enabled = configApi.getOptionalBoolean('permission.enabled') === true;
  const [allowed, setAllowed] = useState(false);
  useEffect(() => {
    let current = true;
    const ask = async () => {
      const { result } = await permissionApi.authorize({ permission });
      if (current) setAllowed(result === AuthorizeResult.ALLOW);
    };
    if (enabled) ask().catch(() => undefined);
    return () => {
      current = false;
    };
  }, [permissionApi, permission, enabled]);
  return allowed && enabled;
}
