import { Database } from '../../database';

/** Requests that are there, and people who take part: each has asked for `REQUESTS / PEOPLE` of them. */
export const REQUESTS = 40_000;
const PEOPLE = 400;
/** Every so many-th request is still open. */
const OPEN_EACH = 20;

const HASH = `repeat('0', 64)`;
const NEVER = `'9999-12-31T23:59:59.999Z'`;
const at = (n: string) =>
  `to_char(timestamp '2026-01-01' + (${n}) * interval '10 minutes', 'YYYY-MM-DD"T"HH24:MI:SS.000Z')`;
const person = (n: string) => `'user:default/p' || ((${n}) % ${PEOPLE})`;
const uuid = (kind: number, n: string) =>
  `(lpad(to_hex(${n}), 8, '0') || '-000${kind}-7000-8000-000000000000')::uuid`;
const open = `n % ${OPEN_EACH} = 0`;

/**
 * Fills a PostgreSQL with ended and some open requests under two policies:
 * every one with an approver, an observer and two lines of history. Request
 * `n` is asked by person `n`, and has person `n + 1` in its seat.
 */
export async function fillWithMany({ knex }: Database): Promise<void> {
  const series = `from generate_series(1, ${REQUESTS}) n`;
  const statements = [
    `insert into policies (key, version, status, name, subject_type, owner, definition, examples, digest, revision, created_by, created_at)
     select 'policy-' || n, 1, 'active', 'P', 's', 'group:default/o' || n, '{}', '[]', ${HASH}, 1, 'x', ${at(
      'n',
    )} from generate_series(0, 1) n`,
    `insert into requests (id, policy_key, policy_version, subject_type, subject_id, subject_title, requester, involved, digest, status, round, one_open, forbid_repeat, search, created_at, round_started_at, due_at, state, stream_seq, stream_hash)
     select ${uuid(
       1,
       'n',
     )}, 'policy-' || (n / 1000 % 40 / 39), 1, 'thing', 'subject-' || n, 'Subject ' || n, ${person(
      'n',
    )}, '[]', ${HASH},
       case when ${open} then 'in_review' else 'approved' end, 1, false, false, ' subject ' || n, ${at(
      'n',
    )}, ${at('n')}, case when ${open} then ${at(
      'n + 500',
    )} else ${NEVER} end, '{}', 2, ${HASH} ${series}`,
    `insert into rounds (request_id, round, context, digest, submitted_by, submitted_at)
     select ${uuid(1, 'n')}, 1, '{}', ${HASH}, ${person('n')}, ${at(
      'n',
    )} ${series}`,
    `insert into stages (request_id, round, idx, status, need, approved)
     select ${uuid(
       1,
       'n',
     )}, 1, 0, case when ${open} then 'active' else 'approved' end, 1, 0 ${series}`,
    `insert into tasks (id, request_id, round, stage, assignee, kind, status, origin, rules, created_at, due_at, policy_key, decision, decided_by, decided_at)
     select ${uuid(2, 'n')}, ${uuid(1, 'n')}, 1, 0, ${person(
      'n + 1',
    )}, 'approver', case when ${open} then 'open' else 'decided' end, 'rule', '[]', ${at(
      'n',
    )}, ${at('n + 500')}, 'policy-' || (n / 1000 % 40 / 39),
       case when not ${open} then 'approve' end, case when not ${open} then ${person(
      'n + 1',
    )} end, case when not ${open} then ${at('n + 1')} end ${series}`,
    ...[
      ['requester', 'n'],
      ['approver', 'n + 1'],
      ['observer', 'n + 2'],
      ['barred', 'n'],
    ].map(
      ([part, who]) =>
        `insert into request_people (person, request_id, part, created_at)
         select ${person(who)}, ${uuid(1, 'n')}, '${part}', ${at(
          'n',
        )} ${series}`,
    ),
    ...[1, 2].map(
      seq => `insert into events (id, stream, seq, type, actor, at, payload, previous_hash, hash)
        select ${uuid(2 + seq, 'n')}, 'request:' || ${uuid(1, 'n')}, ${seq}, '${
        seq === 1 ? 'request.created' : 'task.decided'
      }', ${person(`n + ${seq - 1}`)}, ${at(
        'n',
      )}, '{}', ${HASH}, ${HASH} ${series}`,
    ),
    `insert into event_texts (event_id, part, salt, text)
     select ${uuid(4, 'n')}, 'text', ${HASH}, 'Looks right' ${series}`,
    `update tasks set decision_event = replace(id::text, '-0002-', '-0004-')::uuid where decision is not null`,
    `insert into delegations (id, delegator, delegate, start_at, end_at, created_by, created_at)
     select ${uuid(9, 'n')}, ${person('n')}, ${person(
      'n + 7',
    )}, '2026-01-01T00:00:00.000Z', case when n % 10 = 0 then ${NEVER} else '2026-02-01T00:00:00.000Z' end, 'x', ${at(
      'n',
    )} from generate_series(1, 4000) n where n % ${PEOPLE} <> 1`,
  ];
  for (const statement of statements) {
    await knex.raw(statement);
  }
  await knex.raw('analyze');
}
