import {
  toastApiRef,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import type { TaskItem } from '@countersign/backstage-plugin-approvals-common';
import { useCallback, useReducer, useState } from 'react';
import { approvalsApiRef } from '../api';
import { approvalsTranslationRef, T } from '../translation';
import { errorWords } from '../ui/errorWords';
import { changeDecided, NOTHING_DECIDED } from './rows';

/** What is decided from the inbox; the rest of the decisions wants the request's page. */
export type InboxDecision = 'approve' | 'reject';

const TOAST = 5_000;
const WHOLE_CALL = 100;

/**
 * Decides tasks, one or many together. Rows leave at once and come back, with
 * the server's words, where it refused. `announcement` is for screen readers.
 */
export function useDecisions() {
  const api = useApi(approvalsApiRef);
  const toastApi = useApi(toastApiRef);
  const { t } = useTranslationRef(approvalsTranslationRef);
  const [decided, change] = useReducer(changeDecided, NOTHING_DECIDED);
  const [announcement, setAnnouncement] = useState('');

  const say = (
    title: string,
    status: 'success' | 'warning' | 'danger',
    description?: string,
  ) => {
    setAnnouncement(description ? `${title}. ${description}` : title);
    toastApi.post({ title, description, status, timeout: TOAST });
  };

  const refuse = (task: TaskItem, message: string) =>
    change({ type: 'refused', task, message });

  const decideOne = async (
    task: TaskItem,
    decision: InboxDecision,
    comment?: string,
  ) => {
    const { title } = task.request.subject;
    try {
      await api.decideTask({
        params: { id: task.id },
        body: { decision, comment },
      });
      say(t(`decide.done.${decision}`, { title }), 'success');
    } catch (error) {
      const message = errorWords(error, t);
      refuse(task, message);
      say(t('decide.refused', { title }), 'danger', message);
    }
  };

  const decideMany = async (
    tasks: TaskItem[],
    decision: InboxDecision,
    comment?: string,
  ) => {
    const refusals = await decideBatch(tasks, t, batch =>
      api.decideTasks({
        body: {
          decisions: batch.map(({ id }) => ({ taskId: id, decision, comment })),
        },
      }),
    );
    refusals.forEach((message, task) => refuse(task, message));
    const done = String(tasks.length - refusals.size);
    if (refusals.size === 0) {
      say(t(`decide.allDone.${decision}`, { n: done }), 'success');
    } else {
      say(
        t('decide.someRefused', { done, refused: String(refusals.size) }),
        'warning',
      );
    }
  };

  const decide = (
    tasks: TaskItem[],
    decision: InboxDecision,
    comment?: string,
  ) => {
    change({ type: 'sent', tasks });
    return tasks.length === 1
      ? decideOne(tasks[0], decision, comment)
      : decideMany(tasks, decision, comment);
  };

  const dismiss = useCallback(
    (taskId: string) => change({ type: 'dismissed', taskId }),
    [],
  );
  return { decided, decide, dismiss, announcement };
}

type Results = Awaited<
  ReturnType<(typeof approvalsApiRef)['T']['decideTasks']>
>['results'];

/** Sends the tasks in calls of a hundred, and collects who was refused, with the reason. */
async function decideBatch(
  tasks: TaskItem[],
  t: T,
  send: (batch: TaskItem[]) => Promise<{ results: Results }>,
): Promise<Map<TaskItem, string>> {
  const refusals = new Map<TaskItem, string>();
  for (let start = 0; start < tasks.length; start += WHOLE_CALL) {
    const batch = tasks.slice(start, start + WHOLE_CALL);
    try {
      const { results } = await send(batch);
      const byId = new Map(results.map(result => [result.taskId, result]));
      for (const task of batch) {
        const error = byId.get(task.id)?.error;
        if (error) refusals.set(task, error.message);
      }
    } catch (error) {
      batch.forEach(task => refusals.set(task, errorWords(error, t)));
    }
  }
  return refusals;
}
