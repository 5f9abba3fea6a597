import { NEVER, RequestPersonRow, TaskRow } from '../database';
import { RequestState, StageState } from '../engine';
import { Change } from './change';

/** States are never changed in place, so what is the same object is the same. */
export function changedStages(
  before: RequestState | undefined,
  after: RequestState,
): StageState[] {
  const known = new Set(before?.stages);
  return after.stages.filter(stage => !known.has(stage));
}

/** The seats that a step opened, changed or closed. */
export function taskRows({ before, after, events, now }: Change): TaskRow[] {
  const known = new Set(before?.stages.flatMap(stage => stage.tasks));
  const decisions = new Map(
    events
      .filter(({ type }) => type === 'task.decided')
      .map(({ id, payload }) => [payload.taskId, id]),
  );
  const rows = changedStages(before, after).flatMap(stage =>
    stage.tasks
      .filter(task => !known.has(task))
      .map(
        (task): TaskRow => ({
          id: task.id,
          request_id: after.id,
          round: stage.round,
          stage: stage.index,
          assignee: task.person,
          kind: task.kind,
          status: task.status,
          origin: task.origin,
          rules: JSON.stringify(task.rules),
          replaces: task.replaces ?? null,
          claimed_by: task.claimedBy ?? null,
          claimed_at: task.claimedAt ?? null,
          decision: task.decision?.decision ?? null,
          decided_by: task.decision?.by ?? null,
          on_behalf_of: task.decision?.onBehalfOf ?? null,
          override: task.decision?.override !== undefined,
          decision_event: decisions.get(task.id) ?? null,
          decided_at: task.decision?.at ?? null,
          withdrawn_reason: task.withdrawnReason ?? null,
          created_at: now,
          due_at: stage.dueAt ?? NEVER,
          policy_key: after.policyKey,
        }),
      ),
  );
  // A seat that closes is written before one that opens for the same person.
  return rows.sort(
    (a, b) => Number(a.status === 'open') - Number(b.status === 'open'),
  );
}

/** Who has a part in a request since this step. */
export function peopleRows(change: Change): RequestPersonRow[] {
  const { before, after, fixed } = change;
  const seated = after.stages
    .flatMap(stage => stage.tasks)
    .flatMap(task => [
      { person: task.person, part: task.kind },
      ...(task.decision ? [{ person: task.decision.by, part: 'decided' }] : []),
    ]);
  const known = new Set(
    before?.stages
      .flatMap(stage => stage.tasks)
      .flatMap(task => [
        `${task.kind} ${task.person}`,
        ...(task.decision ? [`decided ${task.decision.by}`] : []),
      ]),
  );
  const first = before
    ? []
    : [
        { person: after.requester, part: 'requester' },
        ...(fixed?.owners ?? []).map(person => ({ person, part: 'owner' })),
        ...barredFromTheStart(after).map(person => ({
          person,
          part: 'barred',
        })),
      ];
  const rows = [...first, ...seated.filter(isNew(known))];
  const unique = new Map(rows.map(row => [`${row.part} ${row.person}`, row]));
  return [...unique.values()].map(({ person, part }) => ({
    person,
    part,
    request_id: after.id,
    created_at: after.createdAt,
  }));
}

const isNew =
  (known: Set<string>) =>
  ({ person, part }: { person: string; part: string }) =>
    !known.has(`${part} ${person}`);

function barredFromTheStart(state: RequestState): string[] {
  return state.definition.separationOfDuties.forbidSelfApproval
    ? [state.requester, ...state.involved]
    : [];
}
