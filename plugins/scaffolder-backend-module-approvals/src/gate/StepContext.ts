import { ActionContext } from '@backstage/plugin-scaffolder-node';
import { JsonObject } from '@backstage/types';

/** What the scaffolder tells an action of the run that it is in. */
export type StepContext = Pick<
  ActionContext<JsonObject>,
  | 'getInitiatorCredentials'
  | 'isDryRun'
  | 'logger'
  | 'secrets'
  | 'signal'
  | 'step'
  | 'task'
  | 'templateInfo'
  | 'user'
  | 'workspacePath'
>;
