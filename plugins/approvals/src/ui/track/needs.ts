import type {
  Stage,
  StageDefinition,
} from '@countersign/backstage-plugin-approvals-common';
import { durationWords } from '../time/words';
import { ruleWho, stageWho, Tongue } from './rules';

/** What a policy asks of a stage: "2 of Platform", "Carol Chen must approve". */
export function needOfDefinition(
  definition: StageDefinition,
  tongue: Tongue,
): string[] {
  const { t } = tongue;
  const { quorum, approvers, rejections } = definition;
  const demanding = approvers.filter(rule => rule.required || rule.min);
  const onlyDemands =
    approvers.length === 1 && demanding.length === 1 && demanding[0].required;
  return [
    ...(onlyDemands
      ? []
      : [quorumWords(quorum, stageWho(definition, tongue), tongue)]),
    ...demanding.map(rule =>
      rule.min
        ? t('track.need.min', {
            n: String(rule.min),
            who: ruleWho(rule, tongue),
          })
        : t(rule.type === 'user' ? 'track.need.must' : 'track.need.mustAll', {
            who: ruleWho(rule, tongue),
          }),
    ),
    ...(rejections > 1
      ? [t('track.need.rejections', { n: String(rejections) })]
      : []),
  ];
}

function quorumWords(
  quorum: StageDefinition['quorum'],
  who: string,
  { t }: Tongue,
): string {
  if (quorum.mode === 'all') return t('track.need.all', { who });
  if (quorum.mode === 'percentage') {
    return t('track.need.percentage', { n: String(quorum.value), who });
  }
  return quorum.value === 1
    ? t('track.need.any', { who })
    : t('track.need.count', { n: String(quorum.value), who });
}

/** What a running stage still lacks: "1 more of Platform", "Carol Chen must approve". */
export function lackOfStage(stage: Stage, tongue: Tongue): string[] {
  const { t } = tongue;
  const { lack, definition, approved } = stage;
  if (!lack) return [];
  const lines: string[] = [];
  if (lack.people > 0 && approved === 0) {
    lines.push(
      quorumWords(
        { mode: 'count', value: lack.people },
        stageWho(definition, tongue),
        tongue,
      ),
    );
  } else if (lack.people > 0) {
    lines.push(
      t('track.need.more', {
        n: String(lack.people),
        who: stageWho(definition, tongue),
      }),
    );
  }
  for (const { rule: index, people } of lack.rules) {
    const rule = definition.approvers[index];
    const who = ruleWho(rule, tongue);
    if (
      rule?.type === 'user' &&
      lack.people === 1 &&
      definition.approvers.length === 1
    ) {
      return [t('track.need.must', { who })];
    }
    lines.push(
      rule?.type === 'user'
        ? t('track.need.must', { who })
        : t('track.need.minMore', { n: String(people), who }),
    );
  }
  return lines;
}

/** What happens when nobody acts in time: "48 h, then Platform leads are asked too". */
export function deadlineWords(
  definition: StageDefinition,
  tongue: Tongue,
  after?: string,
): string | undefined {
  const { deadline } = definition;
  if (!deadline) return undefined;
  const { t } = tongue;
  const when = after ?? durationWords(t, deadline.after);
  if (deadline.onBreach === 'escalate') {
    const who = (deadline.escalateTo ?? []).map(rule => ruleWho(rule, tongue));
    return t('track.breach.escalate', {
      after: when,
      who: [...new Set(who)].join(', '),
    });
  }
  return t(`track.breach.${deadline.onBreach}`, { after: when });
}
