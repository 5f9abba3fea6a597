import {
  ViewerAction,
  ViewerActionName,
} from '@countersign/backstage-plugin-approvals-common';
import { Caller, Input, RequestState } from '..';
import { ref } from './callers';

/** What a person would send who believes what the viewer says: no input where it names no seat. */
export function inputOfAction(
  action: ViewerActionName,
  { taskId, stage }: Pick<ViewerAction, 'taskId' | 'stage'>,
  state: RequestState,
  caller: Caller,
  now: string,
): Input[] {
  const common = { now, caller, textHash: 'words' };
  const stranger = {
    person: ref('yolanda'),
    personIsUser: true,
    newTaskId: 'new',
  };
  switch (action) {
    case 'approve':
    case 'reject':
    case 'abstain':
    case 'request_changes':
      return taskId
        ? [{ type: 'decide', ...common, taskId, decision: action }]
        : [];
    case 'override':
      return taskId
        ? [
            {
              type: 'decide',
              ...common,
              taskId,
              decision: 'approve',
              override: { reasonHash: 'why' },
            },
          ]
        : [];
    case 'reassign':
      return taskId
        ? [{ type: 'reassign', ...common, ...stranger, taskId }]
        : [];
    case 'assign':
      return stage === undefined
        ? []
        : [{ type: 'assign', ...common, ...stranger, stage }];
    case 'retry':
      return stage === undefined ? [] : [{ type: 'retry', now, caller, stage }];
    case 'resubmit':
      return [{ type: 'resubmit', now, caller, digest: state.digest }];
    case 'resume':
      return [];
    default:
      return [{ type: action, ...common }];
  }
}
