import {
  createRequestBody,
  PolicyDefinition,
  requestCreatePermission,
} from '@countersign/backstage-plugin-approvals-common';
import { approvalDigest } from '@countersign/backstage-plugin-approvals-node';
import { z } from 'zod';
import { CreateInput, mayRun, refuseAsking, step, Step } from '../engine';
import { chainEvents } from '../history';
import { ApprovalsRefusal, Caller, Once } from '../http';
import { KnownUsers, PeopleService } from '../people';
import { Access } from '../permissions';
import { AskedRun, askedRun } from './askedRun';
import { ContextCheck } from './ContextCheck';
import { toEventDrafts } from './eventDrafts';
import { refusalOfAsking } from './refusalOfAsking';
import { NewRound } from './change';
import { Created, RequestStore } from './RequestStore';
import { NewRequest } from './RequestViews';
import { requestStream } from './stream';

type Body = z.output<typeof createRequestBody>;

/** The version that new requests of a key follow. */
type ActivePolicy = { version: number; definition: PolicyDefinition };

/** A request after its first step, not saved yet. */
type Begun = Extract<Step, { kind: 'stepped' }>;

/** What asking came to: a request that was made now, or one that was there. */
export type Asked = {
  id: string;
  isNew: boolean;
  /** All there is of it, unless it was made by an earlier try. */
  made?: NewRequest;
};

type Options = {
  store: RequestStore;
  people: PeopleService;
  users: KnownUsers;
  access: Access;
  activePolicy: (key: string) => Promise<ActivePolicy | undefined>;
  /** What is wrong with the address that a request is to be answered to. */
  callbackFault: (url: string) => Promise<string | undefined>;
  contexts: ContextCheck;
  /** The service that a kind of executions belongs to, if it belongs to one. */
  executorOf: (kind: string) => string | undefined;
  wake: () => void;
  now: () => string;
  newId: () => string;
};

/** Makes requests. */
export class RequestMaker {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * Makes a request, or finds the one that was made for the same execution.
   *
   * @throws ApprovalsRefusal, ALREADY_OPEN with the open request's id among them
   */
  async create(
    caller: Caller,
    readBody: () => Body,
    once?: Once,
  ): Promise<Asked> {
    const { store, access } = this.#options;
    if (once?.again && (await store.load({ id: once.id }))) {
      return { id: once.id, isNew: true };
    }
    if (!(await access.may(caller, requestCreatePermission))) {
      throw new ApprovalsRefusal(
        'NOT_ALLOWED',
        'You may not ask for anything.',
      );
    }
    const body = readBody();
    const runs = await askedRun(caller, body.execution, this.#options);
    if (runs.execution && mayRun(runs.execution, runs.asker)) {
      const { kind, id } = runs.execution;
      const known = await store.findExecution(kind, id);
      if (known) {
        return { id: known, isNew: false };
      }
    }
    const id = once?.id ?? this.#options.newId();
    try {
      return await this.#make(caller, body, runs, id);
    } catch (error) {
      // An earlier try under the same key, taken for dead, was only slow.
      if (once && (await store.load({ id }).catch(() => undefined))) {
        return { id, isNew: true };
      }
      throw error;
    }
  }

  async #make(
    caller: Caller,
    body: Body,
    runs: AskedRun,
    id: string,
  ): Promise<Asked> {
    const asking = await this.#asking(caller, body, runs, id);
    const refusal = refuseAsking(asking);
    if (refusal) {
      throw refusalOfAsking(refusal, body, asking);
    }
    await this.#refuseCallback(caller, body);
    const begun = await this.#begin(asking, body);
    const newRound = { context: body.context, submittedBy: caller.ref };
    const created = await this.#save(begun, newRound, body, asking.now);
    if (created.result === 'already_open') {
      throw new ApprovalsRefusal(
        'ALREADY_OPEN',
        `There is an open request for '${body.subject.id}' already`,
        { details: { requestId: created.id } },
      );
    }
    this.#options.wake();
    const { state } = begun;
    return created.result === 'made'
      ? { id: state.id, isNew: true, made: { state, newRound } }
      : { id: created.id, isNew: false };
  }

  /** The first step by the policy in force, when the context fits it. */
  async #begin(asking: CreateInput, body: Body): Promise<Begun> {
    const { activePolicy, contexts } = this.#options;
    const policy = await activePolicy(body.policyKey);
    if (!policy) {
      throw new ApprovalsRefusal(
        'NO_ACTIVE_VERSION',
        `No version of policy '${body.policyKey}' is active`,
      );
    }
    const { version: policyVersion, definition } = policy;
    const beginning = { status: 'new', definition, policyVersion } as const;
    const answer = step(beginning, asking);
    if (answer.kind === 'refused') {
      throw refusalOfAsking(answer, body, asking);
    }
    if (answer.kind === 'repeated') {
      throw new Error('A request that is being made cannot be repeated');
    }
    await contexts.check(definition, body.context);
    return answer;
  }

  async #save(
    { state, events: happened, effects }: Begun,
    newRound: NewRound,
    { callbackUrl }: Body,
    now: string,
  ): Promise<Created> {
    const { store, people, users, newId } = this.#options;
    const [requesterName, owners] = await Promise.all([
      users.nameOf(state.requester),
      state.subject.entityRef ? people.ownersOf(state.subject.entityRef) : [],
    ]);
    const events = toEventDrafts(happened, [], newId);
    return store.create({
      after: state,
      fixed: { callbackUrl, owners: owners ?? [], requesterName },
      newRound,
      events,
      lines: chainEvents(requestStream(state.id), undefined, events),
      effects,
      now,
    });
  }

  /** A callback goes to a webhook endpoint, whose secret signs it. */
  async #refuseCallback(
    { kind }: Caller,
    { callbackUrl }: Body,
  ): Promise<void> {
    if (callbackUrl === undefined) {
      return;
    }
    const fault =
      kind === 'service'
        ? await this.#options.callbackFault(callbackUrl)
        : 'is for services only';
    if (fault) {
      const path = '/callbackUrl';
      throw new ApprovalsRefusal('INVALID_INPUT', `${path}: ${fault}`, {
        issues: [{ path, message: fault }],
      });
    }
  }

  /** What the engine is asked; the policy comes to it. */
  async #asking(
    caller: Caller,
    body: Body,
    { asker, execution }: AskedRun,
    id: string,
  ): Promise<CreateInput> {
    const { users, now } = this.#options;
    const named = [
      body.requester ?? (caller.kind === 'user' ? caller.ref : undefined),
      ...(body.involved ?? []),
    ].filter(ref => ref !== undefined);
    return {
      type: 'create',
      now: now(),
      caller: asker,
      id,
      requester: body.requester,
      involved: body.involved,
      subject: body.subject,
      digest: approvalDigest(body.policyKey, body.subject, body.context),
      execution,
      unknownPeople: await users.notUsers(named),
    };
  }
}
