export { Sandbox } from './Sandbox';
export type { Evaluation } from './Sandbox';
export type {
  Expected,
  ExpressionFault,
  ExpressionText,
  StageExpression,
  Variables,
} from './types';
