import type { DecisionKind } from '@countersign/backstage-plugin-approvals-common';

const SURPRISES = {
  approve: {
    rejects: 'panel.effect.approve.rejects',
    holds: 'panel.effect.approve.holds',
  },
  abstain: {
    approves: 'panel.effect.abstain.approves',
    rejects: 'panel.effect.abstain.rejects',
    holds: 'panel.effect.abstain.holds',
  },
  reject: {
    approves: 'panel.effect.reject.approves',
    holds: 'panel.effect.reject.holds',
  },
} as const;

type Surprise = {
  [D in keyof typeof SURPRISES]: (typeof SURPRISES)[D][keyof (typeof SURPRISES)[D]];
}[keyof typeof SURPRISES];

/**
 * What to warn of before a decision whose effect is not what its word says,
 * such as an abstention that holds the stage; the key of a text.
 */
export function surprisingEffect(
  decision: DecisionKind,
  effect: string | undefined,
): Surprise | undefined {
  const ofDecision: Partial<Record<string, Surprise>> =
    decision === 'request_changes' ? {} : SURPRISES[decision];
  return effect ? ofDecision[effect] : undefined;
}
