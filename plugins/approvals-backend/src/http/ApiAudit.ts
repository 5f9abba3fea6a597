import { AuditorService, LoggerService } from '@backstage/backend-plugin-api';
import {
  Operation,
  operations,
} from '@countersign/backstage-plugin-approvals-common';
import { JsonObject } from '@backstage/types';
import { Request } from 'express';
import { Caller } from './caller';
import { asRefusal } from './errorHandler';
import { readJson } from './jsonBody';
import { Reply, StreamReply } from './Reply';

/** What was asked for, and by whom. */
type Call = {
  operation: Operation;
  request: Request;
  params: Record<string, string | number>;
  caller: Caller;
};

type Served = { reply: Reply | StreamReply; replayed?: boolean };

const NAMES = new Map<Operation, string>(
  Object.entries(operations).map(([name, operation]) => [
    operation,
    name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`),
  ]),
);

/**
 * Tells Backstage's auditor what is done through the API: who, from where, and
 * whether it came off. Which operations, and how weighty they are, stands in
 * the table of operations; words that people wrote are left out.
 */
export class ApiAudit {
  readonly #auditor: AuditorService;
  readonly #logger: LoggerService;

  constructor(options: { auditor: AuditorService; logger: LoggerService }) {
    this.#auditor = options.auditor;
    this.#logger = options.logger;
  }

  /**
   * Serves a call between an auditor event and its end. What cannot be audited
   * is not done; what was done is answered, though its end could not be told.
   */
  async watch(call: Call, serve: () => Promise<Served>): Promise<void> {
    const { operation, request, params, caller } = call;
    const level = operation.audit ?? (operation.method !== 'GET' && 'medium');
    if (!level) {
      await serve();
      return;
    }
    const event = await this.#auditor.createEvent({
      eventId: NAMES.get(operation) ?? operation.path,
      severityLevel: isOverride(request) ? 'critical' : level,
      request,
      meta: { ...params, ...(caller.actor && { actingThrough: caller.actor }) },
    });
    try {
      const meta = outcomeOf(await serve());
      await this.#tell(event.success({ meta }));
    } catch (thrown) {
      const refusal = asRefusal(thrown);
      const error = thrown instanceof Error ? thrown : new Error(`${thrown}`);
      const meta = refusal
        ? { status: refusal.statusCode, code: refusal.code }
        : { status: 500 };
      await this.#tell(event.fail({ error, meta }));
      throw thrown;
    }
  }

  async #tell(told: Promise<void>): Promise<void> {
    try {
      await told;
    } catch (error) {
      this.#logger.error('The auditor did not take an event', error as Error);
    }
  }
}

/** Whether somebody means to decide in another's stead. */
function isOverride(request: Request): boolean {
  try {
    const body = readJson(request) as { override?: unknown } | null;
    return body?.override !== undefined;
  } catch {
    return false;
  }
}

type Answer = {
  id?: string;
  requestId?: string;
  task?: { decision?: { decision: string; onBehalfOf?: string } };
  request?: { id: string };
  results?: { taskId: string; status: number; error?: { code: string } }[];
};

/** What came of it, as far as an auditor asks: what was made, and how was decided. */
function outcomeOf({ reply, replayed }: Served): JsonObject {
  if (reply instanceof StreamReply) {
    return { status: 200, exported: reply.fileName };
  }
  const { id, requestId, request, task, results } = (reply.body ??
    {}) as Answer;
  const about = {
    made: reply.status === 201 ? id : undefined,
    requestId: requestId ?? request?.id,
    decision: task?.decision?.decision,
    onBehalfOf: task?.decision?.onBehalfOf,
    results: results?.map(result => ({
      taskId: result.taskId,
      status: result.status,
      ...(result.error && { code: result.error.code }),
    })),
    replayed: replayed || undefined,
  };
  const known = Object.entries(about).filter(([, value]) => value);
  return { status: reply.status, ...Object.fromEntries(known) } as JsonObject;
}
