import { Database, EventTextRow, RoundRow, tables } from '../database';
import { Request } from '@countersign/backstage-plugin-approvals-common';
import { DecisionTexts } from './taskView';

/** Reads what stands beside the engine's state: contexts of rounds, and words. */
export class RequestReader {
  readonly #database: Database;

  constructor(options: { database: Database }) {
    this.#database = options.database;
  }

  /** The facts of one round. */
  async contextOf(
    requestId: string,
    round: number,
  ): Promise<Record<string, unknown>> {
    const row = await this.#database
      .knex<RoundRow>(tables.rounds)
      .where({ request_id: requestId, round })
      .first('context');
    return JSON.parse(row?.context ?? '{}');
  }

  /** The rounds of a request, oldest first. */
  async roundsOf(requestId: string): Promise<Request['rounds']> {
    const rows: (RoundRow & { comment: string | null })[] = await this.#database
      .knex(`${tables.rounds} as r`)
      .leftJoin(`${tables.eventTexts} as x`, 'x.event_id', 'r.event_id')
      .where('r.request_id', requestId)
      .orderBy('r.round')
      .select('r.*', 'x.text as comment');
    return rows.map(row => ({
      round: row.round,
      context: JSON.parse(row.context),
      digest: row.digest,
      submittedBy: row.submitted_by,
      submittedAt: row.submitted_at,
      comment: row.comment ?? undefined,
    }));
  }

  /** The words of decisions, by task: of a whole request, or of one task. */
  async textsOf(
    where: { request_id: string } | { id: string },
  ): Promise<Map<string, DecisionTexts>> {
    const [column, value] = Object.entries(where)[0];
    const rows: (Pick<EventTextRow, 'part' | 'text'> & { id: string })[] =
      await this.#database
        .knex(`${tables.tasks} as t`)
        .join(`${tables.eventTexts} as x`, 'x.event_id', 't.decision_event')
        .where(`t.${column}`, value)
        .select('t.id', 'x.part', 'x.text');
    const texts = new Map<string, DecisionTexts>();
    for (const { id, part, text } of rows) {
      texts.set(id, { ...texts.get(id), [part]: text });
    }
    return texts;
  }
}
