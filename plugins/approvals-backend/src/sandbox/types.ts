import { Issue, Subject } from '@countersign/backstage-plugin-approvals-common';

/** What an expression must give. */
export type Expected = 'bool' | 'people';

/** An expression (CEL) to check. */
export type ExpressionText = { text: string; expects: Expected };

/** An expression to evaluate, for one stage or for none. */
export type StageExpression = ExpressionText & {
  stage?: { name: string; index: number };
};

/** The variables of every expression. Times are UTC text. */
export type Variables = {
  request: {
    id: string;
    round: number;
    createdAt: string;
    policyKey: string;
    policyVersion: number;
  };
  requester: { ref: string; name: string; groups: string[] };
  subject: Partial<Subject>;
  context: Record<string, unknown>;
  now: string;
};

/**
 * What a check says of an expression: what is wrong, with positions in UTF-16
 * code units from 0; or, where it uses no variable, the bool that it always gives.
 */
export type ExpressionCheck = {
  fault?: string;
  start?: number;
  end?: number;
  constant?: boolean;
};

/** Work for the sandbox: items that share what stands beside them. */
export type Task =
  | { kind: 'checkExpressions'; items: ExpressionText[] }
  | { kind: 'evaluate'; variables: Variables; items: StageExpression[] }
  | { kind: 'checkSchemas'; items: Record<string, unknown>[] }
  | {
      kind: 'checkContexts';
      items: {
        schema: Record<string, unknown>;
        context: Record<string, unknown>;
      }[];
    };

/** What one item gave. */
export type ItemResult = {
  fault?: string;
  start?: number;
  end?: number;
  constant?: boolean;
  value?: unknown;
  issues?: Issue[];
};
