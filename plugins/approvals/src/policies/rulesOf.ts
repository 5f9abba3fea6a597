import type { PolicyDefinition } from '@countersign/backstage-plugin-approvals-common';
import type { T } from '../translation';
import { durationWords } from '../ui/time/words';

/** What a policy says beside its stages, in sentences. */
export function rulesOf(definition: PolicyDefinition, t: T): string[] {
  const { separationOfDuties, requestTtl, approvalValidity } = definition;
  return [
    separationOfDuties.forbidSelfApproval
      ? t('policy.selfApproval')
      : t('policy.selfApprovalAllowed'),
    ...(separationOfDuties.forbidRepeatApprovers ? [t('policy.repeat')] : []),
    ...(definition.oneOpenPerSubject ? [t('policy.oneOpen')] : []),
    ...(requestTtl
      ? [t('policy.ttl', { after: durationWords(t, requestTtl) })]
      : []),
    ...(approvalValidity
      ? [t('policy.validity', { after: durationWords(t, approvalValidity) })]
      : []),
  ];
}
