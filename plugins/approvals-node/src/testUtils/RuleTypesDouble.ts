import {
  ApprovalsRuleTypesExtensionPoint,
  RuleFacts,
  RuleType,
} from '../ruleTypes';
import { ruleFacts } from './ruleFacts';

/**
 * Stands in for the extension point in tests of modules: keeps what was added
 * and finds people by a rule as the plugin would, without catalog or database.
 */
export class RuleTypesDouble implements ApprovalsRuleTypesExtensionPoint {
  readonly ruleTypes = new Map<string, RuleType>();

  addRuleType(...ruleTypes: RuleType[]): void {
    for (const ruleType of ruleTypes) {
      if (this.ruleTypes.has(ruleType.type)) {
        throw new Error(`There is a rule type '${ruleType.type}' already`);
      }
      this.ruleTypes.set(ruleType.type, ruleType);
    }
  }

  /**
   * Who is found by a rule as it stands in a policy.
   *
   * @throws ZodError when the rule's own fields do not fit; whatever the type throws.
   */
  async find(
    rule: { type: string; [field: string]: unknown },
    facts: Partial<RuleFacts> = {},
    signal: AbortSignal = new AbortController().signal,
  ): Promise<string[]> {
    const { type, required, min, ...fields } = rule;
    const ruleType = this.ruleTypes.get(type);
    if (!ruleType) {
      throw new Error(`There is no rule type '${type}'`);
    }
    return ruleType.resolve({
      rule: ruleType.schema.parse(fields),
      facts: ruleFacts(facts),
      signal,
    });
  }
}
