import type {
  Request,
  Stage,
  Task,
} from '@countersign/backstage-plugin-approvals-common';
import type { ChipMark } from '../people/PersonChip';
import { deadlineWords, lackOfStage, needOfDefinition } from './needs';
import { refsOfDefinition, Tongue } from './rules';
import type { TrackPerson, TrackStage } from './types';

/** The way of one round of a request, as it stands now. */
export function trackOfRequest(
  request: Pick<Request, 'stages'>,
  round: number,
  tongue: Tongue & { me?: string },
): TrackStage[] {
  return request.stages
    .filter(stage => stage.round === round)
    .map(stage => ({
      index: stage.index,
      name: stage.name,
      group: stage.group,
      state: stage.status,
      lines: linesOf(stage, tongue),
      people: peopleOf(stage, tongue),
      due:
        stage.dueAt && (stage.status === 'active' || stage.status === 'held')
          ? {
              dueAt: stage.dueAt,
              remindAt: stage.remindAt,
              overdue: stage.overdue,
            }
          : undefined,
      deadline:
        stage.status === 'waiting' || stage.status === 'resolving'
          ? deadlineWords(stage.definition, tongue)
          : undefined,
      endedAt: stage.status === 'skipped' ? undefined : stage.endedAt,
    }));
}

/** Refs of everybody whom the track of a request names. */
export function refsOfRequest(request: Pick<Request, 'stages'>): string[] {
  return request.stages.flatMap(stage => [
    ...refsOfDefinition(stage.definition),
    ...stage.tasks.flatMap(task => [
      task.person,
      ...(task.delegates ?? []),
      ...(task.decision ? [task.decision.by] : []),
      ...(task.claimedBy ? [task.claimedBy] : []),
    ]),
  ]);
}

function linesOf(stage: Stage, tongue: Tongue): string[] {
  const { t } = tongue;
  const failed = stage.conditionError
    ? [t('track.line.conditionError', { error: stage.conditionError })]
    : [];
  switch (stage.status) {
    case 'waiting':
      return [...needOfDefinition(stage.definition, tongue), ...failed];
    case 'resolving':
      return [t('track.line.resolving'), ...failed];
    case 'active': {
      const lack = lackOfStage(stage, tongue);
      return [...(lack.length > 0 ? lack : stage.missing), ...failed];
    }
    case 'held':
      return [heldWords(stage, tongue), ...lackOfStage(stage, tongue)];
    case 'approved':
      return [approvedWords(stage, tongue)];
    case 'rejected':
      return [rejectedWords(stage, tongue)];
    case 'skipped':
      return [
        stage.reason === 'no_approvers'
          ? t('track.skipped.no_approvers')
          : t('track.skipped.condition', {
              condition: stage.definition.skipIf ?? '',
            }),
      ];
    default:
      return [closedWords(stage, tongue)];
  }
}

function heldWords(stage: Stage, { t }: Tongue): string {
  switch (stage.reason) {
    case 'expression_failed':
    case 'rule_unreachable':
    case 'resolving_failed':
    case 'too_many_people':
    case 'no_approvers':
      return t(`track.held.${stage.reason}`);
    default:
      return t('track.held.not_enough_approvers', {
        n: String(Math.max(stage.lack.lacking, 1)),
      });
  }
}

function approvedWords(stage: Stage, { t }: Tongue): string {
  return stage.reason === 'deadline'
    ? t('track.line.approvedByDeadline')
    : t('track.line.approved', {
        n: String(stage.approved),
        need: String(stage.need ?? stage.approved),
      });
}

function rejectedWords(stage: Stage, { t, face }: Tongue): string {
  switch (stage.reason) {
    case 'quorum_unreachable':
    case 'no_approvers':
    case 'rule_unreachable':
    case 'not_enough_approvers':
    case 'deadline':
      return t(`track.rejected.${stage.reason}`);
    default: {
      const who = stage.tasks
        .filter(task => task.decision?.decision === 'reject')
        .map(task => face(task.decision!.by).name);
      return t('track.rejected.rejections', { who: who.join(', ') });
    }
  }
}

function closedWords(stage: Stage, { t }: Tongue): string {
  switch (stage.reason) {
    case 'changes_requested':
    case 'withdrawn':
    case 'cancelled':
    case 'expired':
      return t(`track.closed.${stage.reason}`);
    default:
      return t('track.closed.stage_rejected');
  }
}

/** Who decided first, then me, then who is still asked, then those no longer needed. */
function peopleOf(
  stage: Stage,
  tongue: Tongue & { me?: string },
): TrackPerson[] {
  const rank = (task: Task) => {
    if (task.status === 'decided') return 0;
    if (task.status !== 'open') return 3;
    return task.person === tongue.me ? 1 : 2;
  };
  return stage.tasks
    .filter(task => task.kind === 'approver' || task.status === 'open')
    .map((task, place) => ({ task, place }))
    .sort((a, b) => rank(a.task) - rank(b.task) || a.place - b.place)
    .map(({ task }) => ({
      person: task.person,
      mark: markOf(task),
      notes: notesOf(task, tongue),
    }));
}

function markOf(task: Task): ChipMark | undefined {
  if (task.kind === 'observer') return undefined;
  return task.status === 'decided'
    ? task.decision?.decision ?? 'open'
    : task.status;
}

function notesOf(
  task: Task,
  { t, face, me }: Tongue & { me?: string },
): string[] {
  const notes: string[] = [];
  if (task.person === me) notes.push(t('person.you'));
  if (task.kind === 'observer') notes.push(t('person.observer'));
  if (task.decision && task.decision.by !== task.person) {
    const name = face(task.decision.by).name;
    notes.push(
      t(task.decision.override ? 'person.override' : 'person.by', { name }),
    );
  }
  if (task.status === 'open') {
    if (task.claimedAt) {
      notes.push(
        task.claimedBy && task.claimedBy !== task.person
          ? t('person.someoneOnIt', { name: face(task.claimedBy).name })
          : t('person.onIt'),
      );
    }
    if (task.origin === 'escalated') notes.push(t('person.escalated'));
    if (task.origin === 'assigned') notes.push(t('person.assigned'));
    for (const ref of task.delegates ?? []) {
      notes.push(t('person.mayAct', { name: face(ref).name.split(' ')[0] }));
    }
  }
  return notes;
}
