import { operations } from '@countersign/backstage-plugin-approvals-common';
import { Route } from '../http';
import { PolicyActivation } from './PolicyActivation';
import { PolicyDrafts } from './PolicyDrafts';
import { PolicyMaker } from './PolicyMaker';
import { PolicyReader } from './PolicyReader';
import { PolicyTrials } from './PolicyTrials';

/** Lays the routes of policies. */
export function addPolicyRoutes(
  route: Route,
  services: {
    maker: PolicyMaker;
    drafts: PolicyDrafts;
    reader: PolicyReader;
    activation: PolicyActivation;
    trials: PolicyTrials;
  },
): void {
  const { maker, drafts, reader, activation, trials } = services;
  route(operations.listPolicies, ({ caller, query }) =>
    reader.list(caller, query()),
  );
  route(operations.createPolicy, ({ caller, body, once }) =>
    maker.create(caller, body, once),
  );
  route(operations.validatePolicy, ({ caller, body }) =>
    trials.validate(caller, body),
  );
  route(operations.simulatePolicy, ({ caller, body }) =>
    trials.simulate(caller, body),
  );
  route(operations.getPolicy, ({ caller, params }) =>
    reader.get(caller, params.key),
  );
  route(operations.listPolicyVersions, ({ caller, params, query }) =>
    reader.versions(caller, params.key, query()),
  );
  route(operations.createPolicyVersion, ({ caller, params, body, once }) =>
    maker.createVersion(caller, params.key, body, once),
  );
  route(operations.getPolicyVersion, ({ caller, params }) =>
    reader.version(caller, params.key, params.version),
  );
  route(operations.updatePolicyVersion, ({ caller, params, body }) =>
    drafts.update(caller, params.key, params.version, body),
  );
  route(operations.deletePolicyVersion, ({ caller, params }) =>
    drafts.remove(caller, params.key, params.version),
  );
  route(operations.activatePolicyVersion, ({ caller, params, body }) =>
    activation.activate(caller, params.key, params.version, body),
  );
  route(operations.deactivatePolicyVersion, ({ caller, params, body }) =>
    activation.deactivate(caller, params.key, params.version, body),
  );
  route(operations.diffPolicyVersion, ({ caller, params, query }) =>
    reader.diff(caller, params.key, params.version, Number(query().against)),
  );
}
