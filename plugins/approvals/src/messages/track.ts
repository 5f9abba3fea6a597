/** What the stage track says. */
export const trackMessages = {
  track: {
    label: 'Stages',
    asked: 'Asked',
    end: {
      in_review: 'Approved',
      changes_requested: 'Changes requested',
      approved: 'Approved',
      rejected: 'Rejected',
      withdrawn: 'Withdrawn',
      cancelled: 'Cancelled',
      expired: 'Expired',
    },
    state: {
      planned: 'Stage of the policy',
      waiting: 'Not started',
      resolving: 'Finding people',
      active: 'Running',
      held: 'Held',
      approved: 'Approved',
      rejected: 'Rejected',
      skipped: 'Skipped',
      closed: 'Closed',
    },
    need: {
      any: 'Any one of {{who}}',
      count: '{{n}} of {{who}}',
      all: 'All of {{who}}',
      percentage: '{{n}} % of {{who}}',
      more: '{{n}} more of {{who}}',
      must: '{{who}} must approve',
      mustAll: 'everybody of {{who}} must approve',
      min: 'at least {{n}} of {{who}}',
      minMore: '{{n}} of them of {{who}}',
      rejections: '{{n}} rejections reject it',
    },
    who: {
      owner: 'the owners',
      expression: 'people the request names',
      http: 'people another service names',
      or: '{{first}} or {{last}}',
      other: 'rule {{type}}',
    },
    line: {
      resolving: 'Finding out who is asked',
      approved: '{{n}} of {{need}} approved',
      approvedByDeadline: 'Approved by its deadline, by nobody',
      observers: 'Told too: {{who}}',
      skipIf: 'Skipped when {{condition}}',
      conditionError: 'Its condition failed, so it runs: {{error}}',
    },
    skipped: {
      condition: 'Skipped: {{condition}}',
      no_approvers: 'Skipped: there was nobody to ask',
    },
    rejected: {
      rejections: 'Rejected by {{who}}',
      quorum_unreachable: 'Rejected: too few are left to approve',
      no_approvers: 'Rejected: there was nobody to ask',
      rule_unreachable: 'Rejected: those who must approve cannot',
      not_enough_approvers: 'Rejected: too few can approve',
      deadline: 'Rejected by its deadline',
    },
    closed: {
      stage_rejected: 'Ended: another stage was rejected',
      changes_requested: 'Ended: changes were asked for',
      withdrawn: 'Ended: the request was withdrawn',
      cancelled: 'Ended: the request was cancelled',
      expired: 'Ended: the request expired',
    },
    held: {
      expression_failed:
        'Held: an expression of the policy failed. The policy has to be corrected, or an administrator seats somebody.',
      rule_unreachable:
        'Held: somebody who must approve cannot be reached. Repair the group or entity and look again, or an administrator seats somebody.',
      resolving_failed:
        'Held: its people could not be found. It is tried again by itself.',
      too_many_people:
        'Held: more than 1,000 people were found. The policy has to be narrower.',
      no_approvers:
        'Held: nobody may decide here. An administrator can seat somebody.',
      not_enough_approvers:
        'Held: {{n}} more must be able to approve. An administrator can seat somebody.',
    },
    breach: {
      notify: '{{after}}, then everybody is told',
      escalate: '{{after}}, then {{who}} are asked too',
      approve: '{{after}}, then it is approved by itself',
      reject: '{{after}}, then it is rejected',
    },
  },
} as const;
