/**
 * Template steps that wait for an approval.
 *
 * @packageDocumentation
 */
import { createBackendFeatureLoader } from '@backstage/backend-plugin-api';
import { catalogModuleTemplateCheck } from './catalogModule';
import { approvalsModuleScaffolder } from './executorModule';
import { scaffolderModuleApprovals } from './scaffolderModule';

/**
 * All three modules, for a backend with scaffolder, approvals and catalog in
 * one. Where they are apart, each backend adds its own.
 */
export default createBackendFeatureLoader({
  *loader() {
    yield scaffolderModuleApprovals;
    yield approvalsModuleScaffolder;
    yield catalogModuleTemplateCheck;
  },
});

export {
  approvalsModuleScaffolder,
  catalogModuleTemplateCheck,
  scaffolderModuleApprovals,
};
