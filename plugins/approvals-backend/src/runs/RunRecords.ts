import {
  EventPayload,
  EventType,
  RunState,
} from '@countersign/backstage-plugin-approvals-common';
import { RunSeen } from '@countersign/backstage-plugin-approvals-node';
import { Database, Tx } from '../database';
import { RequestState } from '../engine';
import { History } from '../history';
import { runStream } from '../requests';
import { KnownRun, RunChange, RunStore } from './RunStore';
import { hasEnded, isApproved, isPast, lineOf, takesRefusal } from './seen';

type RunEventType = Extract<EventType, `run.${string}`>;

/** Who tells what is seen of runs. */
const RUNS = 'system:runs';

/** Messages are sentences; a stack or a log is cut. */
const LONGEST_MESSAGE = 1_000;

type Options = {
  database: Database;
  store: RunStore;
  history: Pick<History, 'append'>;
  /** UTC text with milliseconds. */
  now: () => string;
  newId: () => string;
};

/** A request as lines about its run name it. */
export type AboutRequest = {
  requestId: string;
  requester: string;
  policyKey: string;
};

/** What is seen of a run, and what its request was by then. */
export type Sighting = {
  /** Loaded after the run was looked at: what it did, it did before. */
  request: RequestState;
  seen: RunSeen;
  /** A service let it go on just now. */
  isLetOn?: boolean;
};

/** Writes down how runs stand, and tells what changed, each in its stream `run:<request id>`. */
export class RunRecords {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Notes how a run was seen; one that was not noted yet is left alone. Gives how it stands from now on. */
  async note(
    run: KnownRun | undefined,
    sighting: Sighting,
  ): Promise<RunChange> {
    const { now, database, store } = this.#options;
    const to = changeTo(run, sighting, now());
    if (!run) {
      return to;
    }
    if (isSame(run, to)) {
      return run;
    }
    return database.inTransaction(async tx => {
      const locked = await store.lock(tx, run.requestId);
      // Somebody else has seen more of it meanwhile.
      if (!locked || locked.state !== run.state) {
        return locked ?? to;
      }
      const change = changeTo(locked, sighting, to.at);
      await store.change(tx, locked, change);
      const line = lineOf(locked.state, change.state);
      if (line) {
        await this.#tell(tx, line, locked, sighting);
      }
      return change;
    });
  }

  /** Notes that a run could not be let go on. */
  async giveUp(tx: Tx, request: AboutRequest, message: string): Promise<void> {
    const { store, now } = this.#options;
    const run = await store.lock(tx, request.requestId);
    if (run?.state !== 'waiting') {
      return;
    }
    await store.giveUp(tx, run.requestId, {
      message: inOneLine(message),
      at: now(),
    });
    await this.#append(tx, 'run.given_up', run, payloadOf(run, request));
  }

  async #tell(
    tx: Tx,
    type: RunEventType,
    run: KnownRun,
    { request, isLetOn }: Sighting,
  ): Promise<void> {
    const { status, pass, definition } = request;
    await this.#append(tx, type, run, {
      ...payloadOf(run, request),
      ...(type === 'run.resumed' &&
        !isLetOn &&
        pass?.initiator && { initiator: pass.initiator }),
      ...(type === 'run.bypassed' && {
        status,
        ...(definition.owner && { owner: definition.owner }),
      }),
    });
  }

  async #append(
    tx: Tx,
    type: RunEventType,
    { requestId }: KnownRun,
    payload: EventPayload<RunEventType>,
  ): Promise<void> {
    const { history, newId, now } = this.#options;
    await history.append(tx, runStream(requestId), [
      { id: newId(), type, actor: RUNS, at: now(), payload },
    ]);
  }
}

/** How a run stands once it was seen so; why it was given up is told as long as it stays as it is. */
function changeTo(
  run: KnownRun | undefined,
  sighting: Sighting,
  now: string,
): RunChange {
  const { request, seen } = sighting;
  const state = stateOf(run?.state ?? 'waiting', sighting);
  const isAsBefore = run?.state === state;
  return {
    state,
    message:
      isAsBefore && run.isGivenUp ? run.message : inOneLine(seen.message),
    at: isAsBefore ? run.at : now,
    needsRequester:
      seen.needsRequester === true ||
      (request.execution?.secrets ?? []).length > 0,
    takesRefusal: takesRefusal(seen),
  };
}

function isSame(run: KnownRun, to: RunChange): boolean {
  return (Object.keys(to) as (keyof RunChange)[]).every(
    field => run[field] === to[field],
  );
}

/** Less signs that no database keeps or no page shows. */
function inOneLine<T extends string | undefined>(message: T) {
  return message?.replace(/[\p{Cc}\s]+/gu, ' ').slice(0, LONGEST_MESSAGE) as T;
}

function payloadOf(
  { requestId, kind, id }: KnownRun,
  { requester, policyKey }: Omit<AboutRequest, 'requestId'>,
): EventPayload<'run.done'> {
  return { requestId, requester, policyKey, kind, execution: id };
}

/**
 * What a sighting comes to. Who went past the gate without an approval, and not
 * knowing of a refusal either, went around it: that stays true whatever comes.
 */
function stateOf(before: RunState, { request, seen }: Sighting): RunState {
  if (before === 'bypassed') {
    return before;
  }
  const isKnown = before === 'done' && seen.state === 'done';
  if (isKnown || !isPast(seen) || isApproved(request)) {
    return seen.state;
  }
  return hasEnded(request) && seen.goesOnWhenRejected ? seen.state : 'bypassed';
}
