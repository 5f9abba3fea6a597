/** Which columns each unique index that the code asks about stands on: SQLite names these. */
const UNIQUE_COLUMNS = {
  policies_one_active: 'policies.key',
  policies_pkey: 'policies.key, policies.version',
  requests_one_execution: 'requests.execution_kind, requests.execution_id',
  requests_one_open: 'requests.policy_key, requests.subject_id',
  tasks_one_seat:
    'tasks.request_id, tasks.round, tasks.stage, tasks.assignee, tasks.kind',
  events_one_seq: 'events.stream, events.seq',
  events_pkey: 'events.id',
} as const;

/** A unique index that the code knows how to answer for. */
export type UniqueIndex = keyof typeof UNIQUE_COLUMNS;

type Fault = {
  name?: unknown;
  code?: unknown;
  message?: unknown;
  constraint?: unknown;
  cause?: unknown;
};

/** True when the error says that this unique index has such a row already. */
export function isUniqueViolation(error: unknown, index: UniqueIndex): boolean {
  const { code, constraint, message } = asFault(error);
  if (code === '23505') {
    return constraint === index;
  }
  return (
    /^SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY)$/.test(String(code)) &&
    String(message).endsWith(`failed: ${UNIQUE_COLUMNS[index]}`)
  );
}

/**
 * True when the same transaction, run again, may well succeed: PostgreSQL
 * broke a deadlock or a serialization conflict, or another process holds SQLite.
 */
export function isWorthAnotherTry(error: unknown): boolean {
  const code = String(asFault(error).code);
  return code === '40001' || code === '40P01' || code.startsWith('SQLITE_BUSY');
}

const AWAY_CODES = [
  // Sockets
  /^E(CONNREFUSED|CONNRESET|PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH|NOTFOUND|AI_AGAIN)$/,
  // PostgreSQL: connection faults, no resources, shut down or starting, read-only after a fail-over
  /^08...$/,
  /^53...$/,
  /^57P0[1-5]$/,
  /^25006$/,
  // SQLite: locked for long, disk full or broken, file gone
  /^SQLITE_(BUSY|LOCKED|FULL|IOERR|CANTOPEN|READONLY|NOTADB|CORRUPT)/,
];

const AWAY_WORDS =
  /connection terminated|connection error and is not queryable|timeout exceeded when trying to connect|the database system is|connection ended unexpectedly|unable to acquire a connection/i;

/**
 * True when the error says that the database cannot be reached or cannot
 * write, and not that a statement was wrong.
 */
export function isDatabaseAway(error: unknown): boolean {
  const { name, code, message, cause } = asFault(error);
  if (name === 'KnexTimeoutError') {
    return true;
  }
  if (typeof code === 'string' && AWAY_CODES.some(shape => shape.test(code))) {
    return true;
  }
  if (typeof message === 'string' && AWAY_WORDS.test(message)) {
    return true;
  }
  if (error instanceof AggregateError) {
    return error.errors.some(isDatabaseAway);
  }
  return cause !== undefined && cause !== error && isDatabaseAway(cause);
}

function asFault(error: unknown): Fault {
  return typeof error === 'object' && error !== null ? error : {};
}
