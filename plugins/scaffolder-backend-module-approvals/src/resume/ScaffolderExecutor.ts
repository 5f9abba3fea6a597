import { AuthService } from '@backstage/backend-plugin-api';
import { EventsService } from '@backstage/plugin-events-node';
import { ScaffolderTask } from '@backstage/plugin-scaffolder-common';
import { ScaffolderService } from '@backstage/plugin-scaffolder-node';
import { Execution } from '@countersign/backstage-plugin-approvals-common';
import {
  Executor,
  RunDescribed,
  RunSeen,
} from '@countersign/backstage-plugin-approvals-node';
import { GateExecution, KIND, parseExecutionId } from '../execution';
import { Form, Forms } from './Forms';
import { goesOnWhenRejected } from './goesOnWhenRejected';
import {
  isParked,
  isPast,
  readRun,
  readSteps,
  TaskRecord,
  tellsItself,
  waitsForAnother,
} from './readRun';
import { shownParameters } from './shownParameters';
import { statusOf, TaskResumer } from './TaskResumer';
import { againLink, templateOf } from './templateOf';

const TOPIC = 'scaffolder.task';

type Options = {
  auth: AuthService;
  forms: Forms;
  events: EventsService;
  scaffolder: ScaffolderService;
  resumer: TaskResumer;
  now: () => number;
};

/** Runs of software templates: what the approvals plugin asks of the scaffolder. */
export class ScaffolderExecutor implements Executor {
  readonly kind = KIND;
  readonly pluginId = 'scaffolder';
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  async look(execution: Execution): Promise<RunSeen> {
    const run = parseExecutionId(execution.id);
    const record = run && (await this.#record(run));
    return record ? this.#read(record, run) : TASK_GONE;
  }

  async describe(execution: Execution): Promise<RunDescribed> {
    const run = parseExecutionId(execution.id);
    const record = run && (await this.#record(run));
    if (!record) {
      return { seen: TASK_GONE, details: { parameters: [], steps: [] } };
    }
    const { templateInfo, parameters } = record.task.spec;
    // Without its form nobody knows what of it is to be hidden.
    const form = await this.#options.forms
      .of(templateInfo)
      .catch(() => undefined);
    // A retry would say so, too late for whoever reads that it waits for them.
    const isGone = form?.isLost === true;
    return {
      seen: await this.#read(record, run, form),
      ...(isGone && { keptBack: TEMPLATE_GONE.message }),
      details: form && {
        template: templateOf(templateInfo, form.entity),
        parameters: form.isLost ? [] : shownParameters(form.pages, parameters),
        steps: readSteps(record, run.stepId),
        again:
          form.entity &&
          againLink(templateInfo?.entityRef, form.pages, parameters),
      },
    };
  }

  link(execution: Execution): string | undefined {
    const run = parseExecutionId(execution.id);
    return run && `/create/tasks/${encodeURIComponent(run.taskId)}`;
  }

  async resume(
    execution: Execution,
    { endedAt }: { endedAt?: string } = {},
  ): Promise<RunSeen> {
    const run = parseExecutionId(execution.id);
    const record = run && (await this.#record(run));
    if (!record) {
      return TASK_GONE;
    }
    if (record.task.status === 'processing' && !isPast(record, run.stepId)) {
      throw new Error('The task has not parked yet');
    }
    const isReady = endedAt === undefined || !waitsForAnother(record, endedAt);
    return isParked(record) && isReady
      ? this.#retry(run, record)
      : this.#read(record, run);
  }

  /** Hints only: they come before the commit, and from this process alone where events go no further. */
  async watch(changed: (hint: { idPrefix: string }) => void): Promise<void> {
    await this.#options.events.subscribe({
      id: 'approvals-scaffolder',
      topics: [TOPIC],
      onEvent: async ({ eventPayload }) => {
        const taskId = changedTask(eventPayload);
        if (taskId) {
          changed({ idPrefix: `${taskId}/` });
        }
      },
    });
  }

  async #retry(run: GateExecution, record: TaskRecord): Promise<RunSeen> {
    switch (await this.#options.resumer.resume(run.taskId)) {
      case 'resumed':
        return { state: 'resuming' };
      case 'gone':
        return TEMPLATE_GONE;
      case 'refused':
        return {
          ...(await this.#read(record, run)),
          message: 'Its template wants secrets again, which no service has',
        };
      default:
        throw new Error('The task is under way: look again');
    }
  }

  async #read(
    record: TaskRecord,
    run: GateExecution,
    form?: Form,
  ): Promise<RunSeen> {
    const hidden = tellsItself(record)
      ? await this.#options.forms.hiddenOf(record.task.spec, form)
      : [];
    return {
      ...readRun(record, run.stepId, this.#options.now(), hidden),
      goesOnWhenRejected: goesOnWhenRejected(record, run.stepId),
    };
  }

  /** The task with its log; undefined when there is no such task. */
  async #record({ taskId }: GateExecution): Promise<TaskRecord | undefined> {
    const { auth, scaffolder } = this.#options;
    const credentials = await auth.getOwnServiceCredentials();
    const get = () => scaffolder.getTask({ taskId }, { credentials });
    let task: ScaffolderTask;
    try {
      task = await get();
    } catch (error) {
      if (statusOf(error) === 404) {
        return undefined;
      }
      throw error;
    }
    const events = await scaffolder.getLogs({ taskId }, { credentials });
    // Its end is not in its log: it was told to go on between the two answers.
    const isOld =
      task.status === 'failed' &&
      !events.some(({ type }) => type === 'completion');
    return { task: isOld ? await get() : task, events };
  }
}

const TEMPLATE_GONE = {
  state: 'gone' as const,
  message: 'Its template is not there any more, or cannot be read: run it anew',
};

const TASK_GONE: RunSeen = {
  state: 'gone',
  message: 'The scaffolder does not know this task any more',
};

/** Which task an event of the scaffolder is about; none for one that is only made. */
function changedTask(payload: unknown): string | undefined {
  const { id, taskId, status, spec } = (payload ?? {}) as Record<
    string,
    unknown
  >;
  const task = taskId ?? id;
  const isNew = status === 'open' && spec !== undefined;
  return typeof task === 'string' && !isNew ? task : undefined;
}
