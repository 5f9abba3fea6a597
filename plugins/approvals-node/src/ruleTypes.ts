import { createExtensionPoint } from '@backstage/backend-plugin-api';
import { Subject } from '@countersign/backstage-plugin-approvals-common';
import { z } from 'zod';

/** What a rule may know of the request that it looks for people for. Times are UTC text. */
export type RuleFacts = {
  request: {
    id: string;
    round: number;
    createdAt: string;
    policyKey: string;
    policyVersion: number;
  };
  /** Who asked; `groups` are all groups of theirs, through nested ones too. */
  requester: { ref: string; name: string; groups: string[] };
  subject: Subject;
  /** The request's facts, frozen. */
  context: Record<string, unknown>;
  stage: { name: string; index: number };
  now: string;
};

/**
 * One way to find people, brought by this plugin or by a module.
 *
 * A rule in a policy is `{ type, required?, min?, …own fields }`; `schema`
 * describes the own fields only, and nothing but what it gives reaches
 * `resolve`.
 */
export type RuleType<TSchema extends z.ZodObject = z.ZodObject> = {
  /** The name in policies: lower-case letters, digits and dashes. */
  type: string;
  /** A short name for people, such as `Keycloak role`. */
  title: string;
  /** One sentence: whom it finds. */
  description: string;
  /** The rule's own fields, a strict object. Shown to editors as JSON Schema. */
  schema: TSchema;
  /**
   * Finds the people now.
   *
   * Nobody found is an empty list. What cannot be looked up must throw:
   * {@link RuleUnreachable} when what the rule names does not exist, so that
   * the stage is held; anything else is tried again with back-off.
   *
   * @returns user refs. They are normalised, and who is no User of the catalog
   * is left out, by the caller.
   */
  resolve(search: {
    rule: z.output<TSchema>;
    facts: RuleFacts;
    /** Aborted when the search takes too long; what comes later is not heard. */
    signal: AbortSignal;
  }): Promise<string[]>;
};

/** Makes a rule type with the type of its rules taken from its schema. */
export function createRuleType<TSchema extends z.ZodObject>(
  ruleType: RuleType<TSchema>,
): RuleType {
  return ruleType;
}

/** What a rule names does not exist: trying again will not help until somebody repairs it. */
export class RuleUnreachable extends Error {
  override readonly name = 'RuleUnreachable';
}

/** Where modules of the approvals plugin bring rule types of their own. */
export interface ApprovalsRuleTypesExtensionPoint {
  /**
   * Adds rule types.
   *
   * @throws Error when there is one of that name, or its schema has no JSON Schema.
   */
  addRuleType(...ruleTypes: RuleType[]): void;
}

/** Where modules of the approvals plugin bring rule types of their own. */
export const approvalsRuleTypesExtensionPoint =
  createExtensionPoint<ApprovalsRuleTypesExtensionPoint>({
    id: 'approvals.rule-types',
  });
