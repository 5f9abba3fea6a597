export { Sandbox } from './Sandbox';
export type { Evaluation } from './Sandbox';
export type {
  Expected,
  ExpressionCheck,
  ExpressionText,
  StageExpression,
  Variables,
} from './types';
