import { Database, KeptTextRow, KeptRoundRow, tables } from '../database';
import { Request } from '@countersign/backstage-plugin-approvals-common';
import { ApprovalsRefusal } from '../http';
import { DecisionTexts } from './taskView';

/** Reads what stands beside the engine's state: contexts of rounds, and words. */
export class RequestReader {
  readonly #database: Database;

  constructor(options: { database: Database }) {
    this.#database = options.database;
  }

  /**
   * The facts of one round.
   *
   * @throws ApprovalsRefusal CONTEXT_INVALID when retention took them away
   */
  async contextOf(
    requestId: string,
    round: number,
  ): Promise<Record<string, unknown>> {
    const row = await this.#database
      .knex<KeptRoundRow>(tables.rounds)
      .where({ request_id: requestId, round })
      .first('context', 'context_removed_at');
    if (row?.context_removed_at) {
      throw new ApprovalsRefusal(
        'CONTEXT_INVALID',
        'The facts of this request are not kept any more',
      );
    }
    return JSON.parse(row?.context ?? '{}');
  }

  /** The rounds of a request, oldest first. */
  async roundsOf(requestId: string): Promise<Request['rounds']> {
    const rows: (KeptRoundRow & {
      comment: string | null;
      erased_by: string | null;
    })[] = await this.#database
      .knex(`${tables.rounds} as r`)
      .leftJoin(`${tables.eventTexts} as x`, 'x.event_id', 'r.event_id')
      .where('r.request_id', requestId)
      .orderBy('r.round')
      .select('r.*', 'x.text as comment', 'x.erased_by');
    return rows.map(row => ({
      round: row.round,
      context: JSON.parse(row.context),
      digest: row.digest,
      submittedBy: row.submitted_by,
      submittedAt: row.submitted_at,
      comment: row.comment ?? undefined,
      commentErased: row.erased_by ? true : undefined,
      contextRemovedAt: row.context_removed_at ?? undefined,
    }));
  }

  /** The words of decisions, by task: of a whole request, or of one task. */
  async textsOf(
    where: { request_id: string } | { id: string },
  ): Promise<Map<string, DecisionTexts>> {
    const [column, value] = Object.entries(where)[0];
    const rows: (Pick<KeptTextRow, 'part' | 'text'> & { id: string })[] =
      await this.#database
        .knex(`${tables.tasks} as t`)
        .join(`${tables.eventTexts} as x`, 'x.event_id', 't.decision_event')
        .where(`t.${column}`, value)
        .select('t.id', 'x.part', 'x.text');
    const texts = new Map<string, DecisionTexts>();
    for (const { id, part, text } of rows) {
      const known = texts.get(id);
      texts.set(
        id,
        text === null
          ? { ...known, erased: [...(known?.erased ?? []), part] }
          : { ...known, [part]: text },
      );
    }
    return texts;
  }
}
