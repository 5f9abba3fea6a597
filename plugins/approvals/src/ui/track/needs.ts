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
  const { lack, definition } = stage;
  const ofRules = lack.rules.map(rule => lackOfRule(rule, definition, tongue));
  // One person alone: that they must approve says it all.
  const alone = definition.approvers.length === 1 && lack.people <= 1;
  return alone && definition.approvers[0].required
    ? ofRules
    : [...lackOfQuorum(stage, tongue), ...ofRules];
}

function lackOfQuorum(stage: Stage, tongue: Tongue): string[] {
  const { people } = stage.lack;
  if (people === 0) return [];
  const who = stageWho(stage.definition, tongue);
  return [
    stage.approved === 0
      ? quorumWords({ mode: 'count', value: people }, who, tongue)
      : tongue.t('track.need.more', { n: String(people), who }),
  ];
}

type RuleLack = Stage['lack']['rules'][number];

function lackOfRule(
  lack: RuleLack,
  definition: StageDefinition,
  tongue: Tongue,
): string {
  const { t, face } = tongue;
  const rule = definition.approvers[lack.rule];
  const names = lack.waitingOn.map(ref => face(ref).name);
  return rule?.required
    ? t('track.need.must', {
        who: names.length > 0 ? names.join(', ') : ruleWho(rule, tongue),
      })
    : t('track.need.minMore', {
        n: String(lack.people),
        who: ruleWho(rule, tongue),
      });
}

/** What happens when nobody acts in time: "48 h, then Platform leads are asked too". */
export function deadlineWords(
  definition: StageDefinition,
  tongue: Tongue,
): string | undefined {
  const { deadline } = definition;
  if (!deadline) return undefined;
  const { t } = tongue;
  const after = durationWords(t, deadline.after);
  if (deadline.onBreach === 'escalate') {
    const who = (deadline.escalateTo ?? []).map(rule => ruleWho(rule, tongue));
    return t('track.breach.escalate', {
      after,
      who: [...new Set(who)].join(', '),
    });
  }
  return t(`track.breach.${deadline.onBreach}`, { after });
}
