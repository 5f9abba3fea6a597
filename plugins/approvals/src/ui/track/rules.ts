import type {
  Rule,
  StageDefinition,
} from '@countersign/backstage-plugin-approvals-common';
import type { T } from '../../translation';
import type { Face } from '../people/faces';

/** What the words about a stage need to know. */
export type Tongue = { t: T; face: (ref: string) => Face };

/** The people of one rule, in words. */
export function ruleWho(rule: Rule | undefined, { t, face }: Tongue): string {
  switch (rule?.type) {
    case 'user':
      return face(String(rule.user)).name;
    case 'group':
      return face(String(rule.group)).name;
    case 'owner':
      return t('track.who.owner');
    case 'expression':
      return t('track.who.expression');
    case 'http':
      return t('track.who.http');
    default:
      return otherRule(rule, t);
  }
}

/** A rule of a module says most by its first own text, such as a role's name. */
function otherRule(rule: Rule | undefined, t: T): string {
  const own = Object.entries(rule ?? {}).find(
    ([field, value]) => field !== 'type' && typeof value === 'string',
  );
  return own
    ? String(own[1])
    : t('track.who.other', { type: rule?.type ?? '' });
}

/** All rules of a stage: "Platform, Security or Carol Chen". */
export function stageWho(definition: StageDefinition, tongue: Tongue): string {
  const all = definition.approvers.map(rule => ruleWho(rule, tongue));
  return alternatives([...new Set(all)], tongue.t);
}

/** "a, b or c". */
function alternatives(names: string[], t: T): string {
  return names.length < 2
    ? names.join('')
    : t('track.who.or', {
        first: names.slice(0, -1).join(', '),
        last: names.at(-1)!,
      });
}

/** Refs that the words about a stage name. */
export function refsOfDefinition(definition: StageDefinition): string[] {
  return [
    ...definition.approvers,
    ...(definition.deadline?.escalateTo ?? []),
    ...definition.observers,
  ].flatMap(rule =>
    [rule.user, rule.group].filter(
      (ref): ref is string => typeof ref === 'string',
    ),
  );
}
