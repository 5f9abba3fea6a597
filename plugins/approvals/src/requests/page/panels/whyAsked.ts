import type {
  Stage,
  Task,
  ViewerAction,
} from '@countersign/backstage-plugin-approvals-common';
import type { T } from '../../../translation';
import { ruleWho, Tongue } from '../../../ui/track/rules';
import { relativeWords } from '../../../ui/time/words';

/** Why the reader is asked, in one or two sentences. */
export function whyAsked(
  stage: Stage,
  task: Task,
  action: ViewerAction,
  tongue: Tongue,
): string[] {
  const { t, face } = tongue;
  const lines: string[] = [];
  if (action.onBehalfOf) {
    lines.push(t('panel.whyDelegate', { name: face(action.onBehalfOf).name }));
  }
  if (task.replaces) lines.push(t('panel.whyHandedOn'));
  else if (task.origin === 'escalated') lines.push(t('panel.whyEscalated'));
  else if (task.origin === 'assigned') lines.push(t('panel.whyAssigned'));
  else if (!action.onBehalfOf) lines.push(...rulesWords(stage, task, tongue));
  return lines;
}

function rulesWords(stage: Stage, task: Task, tongue: Tongue): string[] {
  const { t } = tongue;
  const rules = task.rules.map(index => stage.definition.approvers[index]);
  const words = rules.map(rule => {
    switch (rule?.type) {
      case 'user':
      case 'owner':
      case 'expression':
        return t(`panel.why.${rule.type}`);
      case 'group':
        return t('panel.why.group', { who: ruleWho(rule, tongue) });
      default:
        return t('panel.why.other', { who: ruleWho(rule, tongue) });
    }
  });
  return [...new Set(words)];
}

/** What happens to the stage if nobody acts; nothing where it waits for ever. */
export function ifNobodyActs(
  stage: Stage,
  expiresAt: string | undefined,
  now: number,
  tongue: Tongue,
): string | undefined {
  const { t } = tongue;
  const { deadline } = stage.definition;
  if (stage.dueAt && deadline) {
    if (Date.parse(stage.dueAt) <= now) return t('panel.breachLate');
    const when = relativeWords(t, stage.dueAt, now);
    if (deadline.onBreach === 'escalate') {
      const who = (deadline.escalateTo ?? []).map(rule =>
        ruleWho(rule, tongue),
      );
      return t('panel.breach.escalate', { who: who.join(', '), when });
    }
    return t(`panel.breach.${deadline.onBreach}`, { when });
  }
  return expiresAt && expiryWords(t, expiresAt, now);
}

function expiryWords(t: T, expiresAt: string, now: number): string {
  return t('panel.expires', { when: relativeWords(t, expiresAt, now) });
}
