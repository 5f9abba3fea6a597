import { createBackend } from '@backstage/backend-defaults';
import { approvalsApi } from './approvalsApi';
import { demoAuth } from './demoAuth';
import { demoDatabase } from './demoDatabase';
import { permissionPolicy } from './permissionPolicy';
import { tokenCache } from './tokenCache';

/** The portal with all its parts, not started yet. */
export function createPortal() {
  const backend = createBackend();

  // The portal itself, and who may use it
  backend.add(import('@backstage/plugin-app-backend'));
  backend.add(import('@backstage/plugin-auth-backend'));
  backend.add(demoAuth);
  backend.add(import('@backstage/plugin-permission-backend'));
  backend.add(permissionPolicy);
  backend.add(tokenCache);
  backend.add(import('@backstage/plugin-user-settings-backend'));

  // Ask, decide, prove
  backend.add(import('@countersign/backstage-plugin-approvals-backend'));
  backend.add(approvalsApi);

  // What a company owns: catalog, its documentation, finding it
  backend.add(import('@backstage/plugin-catalog-backend'));
  backend.add(import('@backstage/plugin-catalog-backend-module-logs'));
  backend.add(
    import('@backstage/plugin-catalog-backend-module-scaffolder-entity-model'),
  );
  backend.add(import('@backstage/plugin-techdocs-backend'));
  backend.add(import('@backstage/plugin-search-backend'));
  backend.add(import('@backstage/plugin-search-backend-module-pg'));
  backend.add(import('@backstage/plugin-search-backend-module-catalog'));
  backend.add(import('@backstage/plugin-search-backend-module-techdocs'));

  // Making things, and telling people
  backend.add(import('@backstage/plugin-scaffolder-backend'));
  backend.add(
    import('@backstage/plugin-scaffolder-backend-module-notifications'),
  );
  backend.add(
    import('@countersign/backstage-plugin-scaffolder-backend-module-approvals'),
  );
  backend.add(demoDatabase);
  backend.add(import('@backstage/plugin-notifications-backend'));
  backend.add(import('@backstage/plugin-signals-backend'));

  return backend;
}
