import { createConditionExports } from '@backstage/plugin-permission-node';
import { policyResourceRef, policyRules } from './policyRules';
import { requestResourceRef, requestRules } from './requestRules';

const ofRequests = createConditionExports({
  resourceRef: requestResourceRef,
  rules: requestRules,
});
const ofPolicies = createConditionExports({
  resourceRef: policyResourceRef,
  rules: policyRules,
});

/** Conditions on requests, for permission policies: `isRequester`, `isPart`, `hasPolicy`, `ownsPolicy`, `hasSubjectType`, `ownsEntity`. */
export const approvalsRequestConditions = ofRequests.conditions;
/** A conditional decision on requests. */
export const createApprovalsRequestConditionalDecision =
  ofRequests.createConditionalDecision;
/** Conditions on versions of policies: `hasKey`, `isPolicyOwner`, `isActive`. */
export const approvalsPolicyConditions = ofPolicies.conditions;
/** A conditional decision on versions of policies. */
export const createApprovalsPolicyConditionalDecision =
  ofPolicies.createConditionalDecision;
