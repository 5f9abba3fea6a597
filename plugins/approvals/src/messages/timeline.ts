/** The sentences of a request's history. */
export const timelineMessages = {
  timeline: {
    title: 'What happened',
    every: 'Show every step',
    raw: 'Raw event',
    failed: 'The history could not be loaded: {{message}}',
    system: 'The system',
    names: { two: '{{first}} and {{last}}', more: '{{names}} and {{n}} more' },
    nobody: 'nobody',
    reason: 'Reason: {{reason}}',
    erased: {
      text: 'What was written here was erased.',
      reason: 'The reason for the override was erased.',
    },
    request: {
      created: '{{actor}} asked',
      createdVia: '{{actor}} asked through {{via}}',
      createdFor: '{{service}} asked for {{requester}}',
      conditions: 'The conditions of the stages were evaluated',
      approved: 'The request is approved',
      approvedSkipped: 'The request is approved, since no stage applied',
      rejected: 'The request is rejected',
      changesRequested: 'Round {{round}} ended: changes are awaited',
      resubmitted: '{{actor}} sent it again, as round {{round}}',
      withdrawn: '{{actor}} withdrew the request',
      cancelled: '{{actor}} cancelled the request',
      expired: 'The request expired',
      commented: '{{actor}} commented',
    },
    stage: {
      resolving: 'Finding out who is asked in {{stage}}',
      retried: '{{actor}} had people looked for again in {{stage}}',
      resolvingFailed: 'The people of {{stage}} could not be found: {{reason}}',
      started: '{{stage}} started: {{people}} asked',
      found: '{{people}} found too for {{stage}}',
      foundNobody: 'Nobody new was found for {{stage}}',
      held: {
        expression_failed:
          '{{stage}} is held: an expression of the policy failed',
        rule_unreachable:
          '{{stage}} is held: somebody who must approve cannot be reached',
        resolving_failed: '{{stage}} is held: its people could not be found',
        too_many_people: '{{stage}} is held: more than 1,000 people were found',
        no_approvers: '{{stage}} is held: nobody may decide',
        not_enough_approvers: '{{stage}} is held: too few can approve',
      },
      resumed: '{{stage}} goes on',
      skipped: {
        condition: '{{stage}} is skipped by its condition',
        no_approvers: '{{stage}} is skipped: there was nobody to ask',
      },
      approved: '{{stage}} is approved',
      approvedByDeadline: '{{stage}} is approved by its deadline, by nobody',
      rejected: {
        rejections: '{{stage}} is rejected',
        quorum_unreachable:
          '{{stage}} is rejected: too few are left to approve',
        no_approvers: '{{stage}} is rejected: there was nobody to ask',
        rule_unreachable:
          '{{stage}} is rejected: those who must approve cannot',
        not_enough_approvers: '{{stage}} is rejected: too few can approve',
        deadline: '{{stage}} is rejected by its deadline',
      },
      closed: '{{stage}} ended with the round',
      reminded: '{{people}} reminded of {{stage}}',
      overdue: '{{stage}} is overdue',
      escalated: '{{stage}} is late: {{people}} asked too',
    },
    removed: {
      requester: '{{name}} was left out: it is their own request',
      involved: '{{name}} was left out: the request names them as involved',
      approved_another_stage:
        '{{name}} was left out: they approved another stage',
      decided_for_another:
        '{{name}} was left out: they decided for somebody else here',
      handed_on: '{{name}} was left out: they handed their seat on',
    },
    task: {
      approve: '{{actor}} approved {{stage}}',
      reject: '{{actor}} rejected {{stage}}',
      abstain: '{{actor}} abstained in {{stage}}',
      request_changes: '{{actor}} asked for changes in {{stage}}',
      forSomebody: 'for {{person}}',
      override: 'in the stead of {{person}}, as administrator',
      assigned: '{{actor}} seated {{person}} in {{stage}}',
      reassigned: '{{actor}} handed the seat in {{stage}} to {{person}}',
      reassignedOther:
        '{{actor}} handed the seat of {{from}} in {{stage}} to {{person}}',
      withdrawn: {
        barred:
          '{{person}} lost the seat in {{stage}}: barred by separation of duties',
        not_a_user:
          '{{person}} lost the seat in {{stage}}: no longer in the catalog',
      },
      claimed: '{{actor}} is on {{stage}}',
      unclaimed: '{{actor}} is not on {{stage}} any more',
    },
    pass: {
      created: 'It may now be acted on, once',
      consumed: '{{consumer}} acted on it',
      consumedBy: '{{actor}} let what waited for it go on',
      consumedByItself: 'What waited for it went on by itself',
      revoked: '{{actor}} took back the right to act on it',
      expired: 'The time to act on it is over',
    },
    policy: {
      created: '{{actor}} made the policy {{policy}}',
      versionCreated:
        '{{actor}} began version {{version}} of {{policy}} from version {{from}}',
      changed: '{{actor}} edited version {{version}} of {{policy}}',
      draftDeleted:
        '{{actor}} threw the draft of version {{version}} of {{policy}} away',
      activated: '{{actor}} put version {{version}} of {{policy}} into force',
      activatedInstead:
        '{{actor}} put version {{version}} of {{policy}} into force, instead of version {{archived}}',
      deactivated:
        '{{actor}} took version {{version}} of {{policy}} out of force',
    },
    delegation: {
      created:
        '{{delegator}} lets {{delegate}} act from {{start}} until {{end}}',
      createdOther:
        '{{actor}} lets {{delegate}} act for {{delegator}} from {{start}} until {{end}}',
      ended: '{{actor}} ended that {{delegate}} acts for {{delegator}}',
    },
    run: {
      resumed: 'What waited for the approval went on by itself',
      resumedBy: '{{actor}} let what waited for the approval go on',
      done: 'What waited for the approval is done',
      failed: 'What waited for the approval failed',
      cancelled: 'What waits for the approval was cancelled',
      gone: 'What waits for the approval cannot go on any more',
      bypassed: 'What was to wait for the approval went on without it',
      givenUp: 'What waits for the approval could not be let go on',
    },
    webhook: {
      created: '{{actor}} made the webhook {{endpoint}}',
      updated: '{{actor}} changed the webhook {{endpoint}}',
      enabled: '{{actor}} switched a webhook on',
      disabled: '{{actor}} switched a webhook off',
      disabledFailing: 'A webhook was switched off: it failed for too long',
      rotated: '{{actor}} gave a webhook a new secret',
      removed: '{{actor}} removed the webhook {{endpoint}}',
      retried: '{{actor}} had a message sent again',
      exhausted: 'A message about {{type}} was given up after {{n}} tries',
    },
    audit: {
      sealed:
        'The history was sealed for {{day}}; streams that had moved since the last seal: {{n}}',
      erased: {
        text: '{{actor}} had what was written at line {{line}} of {{stream}} erased',
        reason:
          '{{actor}} had the reason for the override at line {{line}} of {{stream}} erased',
      },
      retention: {
        contexts:
          'Facts of ended requests were removed, since their time was over; requests: {{requests}}',
        texts:
          'Comments and reasons of ended requests were erased, since their time was over: {{n}}; requests: {{requests}}',
      },
    },
  },
} as const;
