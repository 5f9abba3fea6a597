import type { StageDefinition } from '@countersign/backstage-plugin-approvals-common';
import { deadlineWords, needOfDefinition } from './needs';
import { ruleWho, Tongue } from './rules';
import type { TrackStage } from './types';

/** The way that a policy's stages describe, before anybody asked. */
export function trackOfDefinition(
  stages: StageDefinition[],
  tongue: Tongue,
): TrackStage[] {
  const { t } = tongue;
  return stages.map((definition, index) => ({
    index,
    name: definition.name,
    group: definition.parallelGroup,
    state: 'planned',
    people: [],
    deadline: deadlineWords(definition, tongue),
    lines: [
      ...needOfDefinition(definition, tongue),
      ...(definition.skipIf
        ? [t('track.line.skipIf', { condition: definition.skipIf })]
        : []),
      ...(definition.observers.length > 0
        ? [
            t('track.line.observers', {
              who: definition.observers
                .map(rule => ruleWho(rule, tongue))
                .join(', '),
            }),
          ]
        : []),
    ],
  }));
}
