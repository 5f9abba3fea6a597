import { coreRuleSchemas } from '@countersign/backstage-plugin-approvals-common';
import {
  createRuleType,
  RuleFacts,
  RuleType,
} from '@countersign/backstage-plugin-approvals-node';
import { z } from 'zod';

/** Asks somebody outside for people. */
export type AskForPeople = (call: {
  url: string;
  question: Omit<RuleFacts, 'now'>;
  signal: AbortSignal;
}) => Promise<string[]>;

/**
 * The rule type whose people somebody outside names.
 *
 * @param options.faultOf - what is wrong with an address by its text alone
 */
export function httpRuleType(options: {
  ask: AskForPeople;
  faultOf: (url: string) => string | undefined;
}): RuleType {
  return createRuleType({
    type: 'http',
    title: 'Service',
    description: 'Whom a service of your own names when it is asked',
    schema: z.strictObject({
      url: coreRuleSchemas.http.shape.url.superRefine((url, ctx) => {
        const fault = options.faultOf(url);
        if (fault) {
          ctx.addIssue({ code: 'custom', message: fault });
        }
      }),
    }),
    resolve: ({ rule, facts: { now, ...question }, signal }) =>
      options.ask({ url: rule.url, question, signal }),
  });
}
