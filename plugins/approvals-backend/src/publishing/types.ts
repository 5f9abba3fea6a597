import {
  Event,
  RequestStatus,
  Subject,
} from '@countersign/backstage-plugin-approvals-common';
import { Tx } from '../database';
import { EffectDraft } from '../outbox';

/** What one save appended to a stream, as whoever is told needs it. */
export type Published = {
  /** `request:<id>`, `policy:<key>`, `delegation:<id>`, `webhook:<id>` or `audit`. */
  stream: string;
  /** Oldest first, with their texts. */
  events: Event[];
  /** It ends nothing: whoever is told can be told a little later. */
  atLeisure?: boolean;
  /** Of request streams. */
  request?: PublishedRequest;
};

/** The request that some events are about. */
export type PublishedRequest = {
  id: string;
  /** Once these events were committed. */
  status: RequestStatus;
  /** The round then, and its digest. */
  round: number;
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

/** Somebody who is told of all history. */
export interface Subscriber {
  /**
   * The effects that follow. They are written in `tx` together with the mark
   * that these lines were published: each line is given once. Only the
   * database is to be used here.
   */
  draftsFor(tx: Tx, published: readonly Published[]): Promise<EffectDraft[]>;

  /**
   * Told once they are published, of what is worth nothing later: it is lost
   * when the process ends at this moment.
   */
  afterwards?(published: readonly Published[]): void;
}
