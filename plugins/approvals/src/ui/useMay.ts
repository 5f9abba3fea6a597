import { configApiRef, useApi } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import type { BasicPermission } from '@backstage/plugin-permission-common';

/**
 * Whether the signed-in person has a permission of administrators; false until
 * it is known. Where permissions are switched off nobody has one: Backstage
 * would say yes, the approvals backend says no.
 */
export function useMay(permission: BasicPermission): boolean {
  const configApi = useApi(configApiRef);
  const { allowed } = usePermission({ permission });
  return allowed && configApi.getOptionalBoolean('permission.enabled') === true;
}
