import { Event } from '@countersign/backstage-plugin-approvals-common';
import { stringify } from 'csv-stringify/sync';
import { StreamReply } from '../http';

const COLUMNS = [
  'id',
  'stream',
  'seq',
  'type',
  'at',
  'actor',
  'onBehalfOf',
  'payload',
  'text',
  'reason',
  'previousHash',
  'hash',
] as const;

/** Events as a file that goes out batch by batch. */
export function exportReply(
  format: 'jsonl' | 'csv',
  batches: AsyncIterable<Event[]>,
): StreamReply {
  return new StreamReply({
    contentType:
      format === 'csv' ? 'text/csv; charset=utf-8' : 'application/jsonl',
    fileName: `approvals-audit.${format}`,
    chunks: format === 'csv' ? csv(batches) : jsonLines(batches),
  });
}

async function* jsonLines(
  batches: AsyncIterable<Event[]>,
): AsyncGenerator<string> {
  for await (const events of batches) {
    yield events.map(event => `${JSON.stringify(event)}\n`).join('');
  }
}

async function* csv(batches: AsyncIterable<Event[]>): AsyncGenerator<string> {
  yield lines([[...COLUMNS]]);
  for await (const events of batches) {
    yield lines(
      events.map(event =>
        COLUMNS.map(column =>
          column === 'payload' ? JSON.stringify(event.payload) : event[column],
        ),
      ),
    );
  }
}

/** RFC 4180. What a spreadsheet would run as a formula is written as text. */
function lines(rows: unknown[][]): string {
  return stringify(rows, {
    escape_formulas: true,
    record_delimiter: 'windows',
  });
}
