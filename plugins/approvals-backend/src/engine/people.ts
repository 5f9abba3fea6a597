import {
  EventPayload,
  LIMITS,
  normaliseRef,
  RuleFailureLine,
} from '@countersign/backstage-plugin-approvals-common';
import { RuleResult } from './inputs';

type LeftOut = EventPayload<'stage.started'>['leftOut'];

/** The people of several rules, each once. */
export type Gathered = {
  /** Normalised user refs, each with the indexes of the rules that found it. */
  people: Map<string, number[]>;
  leftOut: LeftOut;
  failures: RuleFailureLine[];
  /** Whether any rule named anybody at all, of the catalog or not. */
  foundAnybody: boolean;
};

const UNSTORABLE = /[\0\p{Surrogate}]/gu;

/** Unites what rules found: refs normalised, who is no User of the catalog left out. */
export function gather(
  results: readonly RuleResult[],
  notUsers: readonly string[],
): Gathered {
  const strangers = new Set(notUsers.map(ref => normaliseRef(ref) ?? ref));
  const people = new Map<string, number[]>();
  const leftOut = new Map<string, LeftOut[number]['reason']>();
  const failures: RuleFailureLine[] = [];
  results.forEach((result, rule) => {
    if ('failure' in result) {
      const { failure, message } = result;
      failures.push({ rule, failure, message: printable(message) });
      return;
    }
    for (const ref of result.people) {
      const person = normaliseRef(ref);
      if (person === undefined) {
        leftOut.set(printable(ref), 'not_a_ref');
      } else if (strangers.has(person) || !person.startsWith('user:')) {
        leftOut.set(person, 'not_a_user');
      } else {
        addRule(people, person, rule);
      }
    }
  });
  return {
    people,
    leftOut: [...leftOut]
      .slice(0, LIMITS.people)
      .map(([ref, reason]) => ({ ref, reason })),
    failures,
    foundAnybody: people.size + leftOut.size > 0,
  };
}

function addRule(
  people: Map<string, number[]>,
  person: string,
  rule: number,
): void {
  const rules = people.get(person) ?? [];
  if (!rules.includes(rule)) {
    people.set(person, [...rules, rule]);
  }
}

/** Words from outside, short and without what a database cannot store. */
export function printable(words: string): string {
  return words.slice(0, LIMITS.name).replace(UNSTORABLE, '\uFFFD');
}

/** How many task ids an input with these results may use up; the service makes them beforehand. */
export function idsNeeded(...results: (readonly RuleResult[])[]): number {
  return results
    .flat()
    .reduce(
      (sum, result) => sum + ('people' in result ? result.people.length : 0),
      0,
    );
}
