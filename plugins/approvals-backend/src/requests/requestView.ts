import {
  Request,
  RunBrief,
  Stage,
  Viewer,
} from '@countersign/backstage-plugin-approvals-common';
import { RequestState, StageState, stageView } from '../engine';
import { passView } from '../passes';
import { missingWords } from '../policies';
import { DecisionTexts, taskView } from './taskView';

/** What stands beside the engine's state when a request is shown. */
export type Beside = {
  rounds: Request['rounds'];
  /** Words of decisions, by task. */
  texts: Map<string, DecisionTexts>;
  /** Who may act now for whom. */
  delegates: Map<string, string[]>;
  viewer: Viewer;
  run?: RunBrief;
};

/** A request as the API shows it. */
export function requestView(
  state: RequestState,
  beside: Beside,
  now: string,
): Request {
  const { definition } = state;
  // Read after the state: a round that began in between is not shown yet.
  const rounds = beside.rounds.filter(({ round }) => round <= state.round);
  return {
    id: state.id,
    status: state.status,
    reason: state.reason,
    round: state.round,
    policy: {
      key: state.policyKey,
      version: state.policyVersion,
      name: definition.name,
    },
    subject: state.subject,
    digest: state.digest,
    context: rounds.at(-1)?.context ?? {},
    contextRemovedAt: rounds.at(-1)?.contextRemovedAt,
    contextSchema: definition.contextSchema,
    rounds,
    requester: state.requester,
    actor: state.actor,
    service: state.service,
    involved: state.involved,
    execution: state.execution,
    run: beside.run,
    resumeAs: state.execution && definition.resumeAs,
    createdAt: state.createdAt,
    expiresAt: state.expiresAt,
    completedAt: state.completedAt,
    stages: state.stages.map(stage => toStage(state, stage, beside, now)),
    pass: passView(state),
    viewer: beside.viewer,
  };
}

function toStage(
  state: RequestState,
  stage: StageState,
  { texts, delegates }: Beside,
  now: string,
): Stage {
  const view = stageView(state, stage, now);
  const definition = state.definition.stages[stage.index];
  return {
    index: stage.index,
    name: stage.name,
    round: stage.round,
    group: stage.group,
    status: stage.status,
    reason: stage.reason,
    need: view.need,
    approved: view.approved,
    missing: missingWords(definition, stage, view),
    lack: {
      people: view.more,
      lacking: view.lacking,
      rules: view.rules.map(({ rule, more, lacking, waitingOn }) => ({
        rule,
        people: more,
        lacking,
        waitingOn,
      })),
    },
    definition,
    conditionError: stage.conditionError,
    startedAt: stage.startedAt,
    dueAt: stage.dueAt,
    remindAt: stage.remindAt,
    overdue: view.overdue,
    endedAt: stage.endedAt,
    tasks: stage.tasks.map(task =>
      taskView(
        state.id,
        stage,
        task,
        texts.get(task.id),
        task.status === 'open' ? delegates.get(task.person) : undefined,
      ),
    ),
  };
}
