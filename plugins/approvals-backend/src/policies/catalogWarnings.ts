import {
  PolicyDefinition,
  PolicyFault,
  Rule,
  StageDefinition,
  toPointer,
} from '@countersign/backstage-plugin-approvals-common';
import { Directory } from '../people';
import { needFor, Place, rulesOf } from './definitionParts';

/** Members of so many groups are counted; a policy with more is not written by hand. */
const MOST_GROUPS = 100;

type NamedRef = { ref: string; place: Place };
type PeopleOf = (rule: Rule) => string[] | undefined;

/**
 * What the catalog as it is now makes one wonder about: refs that it does not
 * have, and stages that their people could not satisfy. Only people who are
 * named, or are members of a named group, are known without a request.
 */
export async function catalogWarnings(
  definition: PolicyDefinition,
  directory: Directory,
): Promise<PolicyFault[]> {
  try {
    const refs = namedRefs(definition);
    const known = await directory.known(refs.map(({ ref }) => ref));
    const peopleOf = await lookUp(refs, known, directory);
    return [
      ...refs
        .filter(({ ref }) => !known.has(ref))
        .map(({ ref, place }) => warning(place, `the catalog has no '${ref}'`)),
      ...definition.stages.flatMap((stage, index) =>
        stageWarnings(stage, ['stages', index], peopleOf, definition),
      ),
    ];
  } catch {
    return [
      warning(
        [],
        'the catalog did not answer: refs and people are not checked',
      ),
    ];
  }
}

function namedRefs(definition: PolicyDefinition): NamedRef[] {
  const ofRules = rulesOf(definition).flatMap(({ rule, place }) => {
    const ref = refOf(rule);
    return ref ? [{ ref, place: [...place, rule.type] }] : [];
  });
  return definition.owner
    ? [{ ref: definition.owner, place: ['owner'] }, ...ofRules]
    : ofRules;
}

function refOf(rule: Rule): string | undefined {
  const ref =
    rule.type === 'user' || rule.type === 'group' ? rule[rule.type] : undefined;
  return typeof ref === 'string' ? ref : undefined;
}

async function lookUp(
  refs: NamedRef[],
  known: Set<string>,
  directory: Directory,
): Promise<PeopleOf> {
  const groups = [...new Set(refs.map(({ ref }) => ref))].filter(
    ref => ref.startsWith('group:') && known.has(ref),
  );
  const members = new Map<string, string[]>();
  for (const group of groups.slice(0, MOST_GROUPS)) {
    members.set(group, (await directory.membersOf(group)) ?? []);
  }
  return rule => {
    const ref = refOf(rule);
    if (!ref || !known.has(ref)) {
      return undefined;
    }
    return rule.type === 'user' ? [ref] : members.get(ref);
  };
}

function stageWarnings(
  stage: StageDefinition,
  place: Place,
  peopleOf: PeopleOf,
  { separationOfDuties }: PolicyDefinition,
): PolicyFault[] {
  const found = stage.approvers.map(peopleOf);
  const ofRules = stage.approvers.flatMap(({ min = 0 }, index) => {
    const count = found[index]?.length ?? min;
    return count < min
      ? [
          warning(
            [...place, 'approvers', index, 'min'],
            `more than the ${people(count)} that the rule finds now`,
          ),
        ]
      : [];
  });
  if (found.some(list => list === undefined)) {
    return ofRules;
  }
  const all = new Set(found.flatMap(list => list ?? []));
  const more = (field: string) =>
    warning(
      [...place, field],
      `more than the ${people(all.size)} that the rules find now`,
    );
  return [
    ...ofRules,
    ...(needFor(stage, all.size) > Math.max(all.size, 1)
      ? [more('quorum')]
      : []),
    ...(stage.rejections > Math.max(all.size, 1) ? [more('rejections')] : []),
    ...(all.size === 0
      ? [warning([...place, 'approvers'], 'the rules find nobody now')]
      : []),
    ...(all.size === 1 && separationOfDuties.forbidSelfApproval
      ? [
          warning(
            [...place, 'approvers'],
            `only '${
              [...all][0]
            }' can decide: it is held when they ask themselves`,
          ),
        ]
      : []),
  ];
}

function people(count: number): string {
  return count === 1 ? '1 person' : `${count} people`;
}

function warning(place: Place, message: string): PolicyFault {
  return { path: toPointer(place), message };
}
