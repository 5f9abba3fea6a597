import { EventDraft, chainEvents } from '../history';
import { Effect, RequestState } from '../engine';
import {
  EventRow,
  EventTextRow,
  OutboxRow,
  PassRow,
  RequestPersonRow,
  RequestRow,
  RoundRow,
  StageRow,
  StreamHeadRow,
  TaskRow,
} from '../database';

/** The rows that one step writes, table by table: one description, however it is sent. */
export type SaveRows = {
  requests: RequestRow[];
  rounds: RoundRow[];
  stages: StageRow[];
  tasks: TaskRow[];
  request_people: RequestPersonRow[];
  passes: PassRow[];
  events: EventRow[];
  event_texts: EventTextRow[];
  stream_heads: StreamHeadRow[];
  outbox: OutboxRow[];
};

/** What a request has besides the engine's state: fixed when it is made. */
export type Fixed = {
  callbackUrl?: string;
  /** Owners of the subject's entity then. */
  owners: string[];
  requesterName: string;
};

/** A round that starts with this save. */
export type NewRound = {
  context: Record<string, unknown>;
  submittedBy: string;
};

/** A step's events in their places in the chain. */
export type Lines = ReturnType<typeof chainEvents>;

/** One step, ready to be written. */
export type Change = {
  before?: RequestState;
  after: RequestState;
  /** The row's columns that never change, as loaded; absent when the request is new. */
  kept?: KeptColumns;
  fixed?: Fixed;
  newRound?: NewRound;
  events: EventDraft[];
  lines: Lines;
  effects: Effect[];
  now: string;
  /** It ends nothing: whoever is told can be told a little later. */
  atLeisure?: boolean;
};

/** Columns of a request's row that are written once. */
export type KeptColumns = Pick<RequestRow, 'callback_url' | 'search'>;
