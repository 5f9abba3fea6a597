import {
  coreRuleSchemas,
  isKind,
} from '@countersign/backstage-plugin-approvals-common';
import {
  createRuleType,
  RuleType,
  RuleUnreachable,
} from '@countersign/backstage-plugin-approvals-node';
import { Sandbox } from '../sandbox';
import { Directory } from './Directory';
import { ExpressionBatches } from './ExpressionBatches';

/** What every rule may carry; not among the own fields of a type. */
const SHARED = { type: true, required: true, min: true } as const;

/** The rule types that the plugin itself brings. */
export function coreRuleTypes(options: {
  directory: Directory;
  sandbox: Sandbox;
}): RuleType[] {
  const { directory, sandbox } = options;
  const batches = new ExpressionBatches(sandbox);
  return [
    createRuleType({
      type: 'user',
      title: 'Person',
      description: 'One person',
      schema: coreRuleSchemas.user.omit(SHARED),
      resolve: async ({ rule }) => [rule.user],
    }),
    createRuleType({
      type: 'group',
      title: 'Group',
      description: 'The members of a group, and of the groups within it',
      schema: coreRuleSchemas.group.omit(SHARED),
      resolve: ({ rule }) => membersOf(directory, rule.group),
    }),
    createRuleType({
      type: 'owner',
      title: 'Owner',
      description: "Who owns the subject's catalog entity",
      schema: coreRuleSchemas.owner.omit(SHARED),
      resolve: ({ facts }) => ownersOf(directory, facts.subject.entityRef),
    }),
    createRuleType({
      type: 'expression',
      title: 'Expression',
      description: 'Whom a CEL expression over the request names',
      schema: coreRuleSchemas.expression.omit(SHARED),
      resolve: ({ rule, facts }) => batches.people(rule.people, facts),
    }),
  ];
}

async function membersOf(
  directory: Directory,
  group: string,
): Promise<string[]> {
  const members = await directory.membersOf(group);
  if (!members) {
    throw new RuleUnreachable(`The catalog has no '${group}'`);
  }
  return members;
}

async function ownersOf(
  directory: Directory,
  entityRef: string | undefined,
): Promise<string[]> {
  if (!entityRef) {
    throw new RuleUnreachable('The subject names no catalog entity');
  }
  const owners = await directory.ownersOf(entityRef);
  if (!owners) {
    throw new RuleUnreachable(`The catalog has no '${entityRef}'`);
  }
  const people = await Promise.all(
    owners.map(async owner =>
      isKind(owner, 'group') ? membersOf(directory, owner) : [owner],
    ),
  );
  return people.flat();
}
