import { Subject } from '@countersign/backstage-plugin-approvals-common';
import { Database, Tx } from '../database';

/** What whoever is told of a request's events knows of it, besides how it stands. */
export type FactsToPublish = {
  id: string;
  digest: string;
  policy: { key: string; version: number; name: string; owner?: string };
  subject: Subject;
  requester: string;
  actor?: string;
  service?: string;
  callbackUrl?: string;
  /** What runs after the approval. */
  execution?: { kind: string; id: string };
};

type Row = {
  id: string;
  round: number;
  digest: string;
  policy_key: string;
  policy_version: number;
  policy_name: string;
  policy_owner: string | null;
  subject_type: string;
  subject_id: string;
  subject_title: string;
  subject_link: string | null;
  subject_entity_ref: string | null;
  requester: string;
  actor: string | null;
  service: string | null;
  callback_url: string | null;
  execution_kind: string | null;
  execution_id: string | null;
};

/** Reads what goes out with the events of many requests, in one statement. */
export class RequestsToPublish {
  readonly #database: Database;

  constructor(options: { database: Database }) {
    this.#database = options.database;
  }

  /** By id and round with a blank between. */
  async facts(
    tx: Tx,
    places: readonly { id: string; round: number }[],
  ): Promise<Map<string, FactsToPublish>> {
    if (places.length === 0) {
      return new Map();
    }
    const { isPostgres } = this.#database;
    const [which, values] = isPostgres
      ? [
          '(d.request_id, d.round) in (select * from unnest(?::uuid[], ?::int[]))',
          [places.map(({ id }) => id), places.map(({ round }) => round)],
        ]
      : [
          places.map(() => '(d.request_id = ? and d.round = ?)').join(' or '),
          places.flatMap(({ id, round }) => [id, round]),
        ];
    const result = await tx.raw(
      `select r.id, d.round, d.digest, r.policy_key, r.policy_version,
         p.name as policy_name, p.owner as policy_owner,
         r.subject_type, r.subject_id, r.subject_title, r.subject_link,
         r.subject_entity_ref, r.requester, r.actor, r.service, r.callback_url,
         r.execution_kind, r.execution_id
       from rounds d
       join requests r on r.id = d.request_id
       join policies p on p.key = r.policy_key and p.version = r.policy_version
       where ${which}`,
      values,
    );
    return new Map(
      this.#database
        .rowsOf<Row>(result)
        .map(row => [`${row.id} ${row.round}`, toFacts(row)]),
    );
  }
}

function toFacts(row: Row): FactsToPublish {
  return {
    id: row.id,
    digest: row.digest,
    policy: {
      key: row.policy_key,
      version: row.policy_version,
      name: row.policy_name,
      ...(row.policy_owner !== null && { owner: row.policy_owner }),
    },
    subject: {
      type: row.subject_type,
      id: row.subject_id,
      title: row.subject_title,
      ...(row.subject_link !== null && { link: row.subject_link }),
      ...(row.subject_entity_ref !== null && {
        entityRef: row.subject_entity_ref,
      }),
    },
    requester: row.requester,
    ...(row.actor !== null && { actor: row.actor }),
    ...(row.service !== null && { service: row.service }),
    ...(row.callback_url !== null && { callbackUrl: row.callback_url }),
    ...(row.execution_kind !== null &&
      row.execution_id !== null && {
        execution: { kind: row.execution_kind, id: row.execution_id },
      }),
  };
}
