import {
  AssignBody,
  CommentBody,
  ConsumeBody,
  ReasonBody,
  ResubmitBody,
} from '@countersign/backstage-plugin-approvals-common';
import { approvalDigest } from '@countersign/backstage-plugin-approvals-node';
import { Caller, notFound, Once, refuseToken } from '../http';
import { KnownUsers } from '../people';
import { ContextCheck } from './ContextCheck';
import { Act, SAMPLE } from './act';
import { Acted } from './acted';
import { isPart } from './isPart';
import { RequestChanges } from './RequestChanges';
import { RequestReader } from './RequestReader';
import { RequestStore } from './RequestStore';

type Read<B> = () => B;

/** What people and services do with a request that is there, its stages and its pass: one method for each command. */
export class RequestService {
  readonly #changes: RequestChanges;
  readonly #store: RequestStore;
  readonly #reader: RequestReader;
  readonly #users: KnownUsers;
  readonly #newId: () => string;
  readonly #contexts: ContextCheck;

  constructor(options: {
    changes: RequestChanges;
    store: RequestStore;
    reader: RequestReader;
    users: KnownUsers;
    newId: () => string;
    contexts: ContextCheck;
  }) {
    this.#changes = options.changes;
    this.#store = options.store;
    this.#reader = options.reader;
    this.#users = options.users;
    this.#newId = options.newId;
    this.#contexts = options.contexts;
  }

  /** Seats somebody in a stage of the present round. */
  assign(
    caller: Caller,
    id: string,
    stage: number,
    readBody: Read<AssignBody>,
    once?: Once,
  ): Promise<Acted> {
    return this.#changes.act({
      caller,
      find: { id },
      once,
      by: 'person',
      byPermission: true,
      onSeen: true,
      readBody,
      sample: { person: caller.ref, reason: SAMPLE },
      words: ({ reason }) => ({ text: reason }),
      command: async ({ person, rules }, { text }) => ({
        type: 'assign',
        stage,
        person,
        personIsUser: await this.#users.isUser(person),
        newTaskId: this.#newId(),
        rules,
        textHash: text,
      }),
    });
  }

  /** Looks for the people of a stage again. */
  retry(
    caller: Caller,
    id: string,
    stage: number,
    readBody: Read<object>,
    once?: Once,
  ): Promise<Acted> {
    return this.#changes.act({
      caller,
      find: { id },
      once,
      by: 'person or service',
      byPermission: true,
      onSeen: true,
      readBody,
      sample: {},
      command: () => ({ type: 'retry', stage }),
    });
  }

  /** Says something about a request. */
  comment(
    caller: Caller,
    id: string,
    readBody: Read<CommentBody>,
    once?: Once,
  ): Promise<Acted> {
    return this.#changes.act({
      caller,
      find: { id },
      once,
      readBody,
      sample: { comment: SAMPLE },
      words: ({ comment }) => ({ text: comment }),
      command: (_, { text }) => ({ type: 'comment', textHash: text }),
    });
  }

  /** Takes back what one asked for. */
  withdraw(
    caller: Caller,
    id: string,
    readBody: Read<ReasonBody>,
    once?: Once,
  ): Promise<Acted> {
    return this.#changes.act({
      ...this.#withReason(caller, id, readBody, once),
      command: (_, { text }) => ({ type: 'withdraw', textHash: text }),
    });
  }

  /** Ends a request as an administrator. */
  cancel(
    caller: Caller,
    id: string,
    readBody: Read<ReasonBody>,
    once?: Once,
  ): Promise<Acted> {
    return this.#changes.act({
      ...this.#withReason(caller, id, readBody, once),
      by: 'person or service',
      byPermission: true,
      onSeen: true,
      command: (_, { text }) => ({ type: 'cancel', textHash: text }),
    });
  }

  /** Takes back the right to act on an approval. */
  revokePass(
    caller: Caller,
    id: string,
    readBody: Read<ReasonBody>,
    once?: Once,
  ): Promise<Acted> {
    return this.#changes.act({
      ...this.#withReason(caller, id, readBody, once),
      by: 'person or service',
      byPermission: true,
      command: (_, { text }) => ({ type: 'revoke', textHash: text }),
    });
  }

  /** Uses the right to act on an approval, once; its holder gets it again. */
  consumePass(
    caller: Caller,
    id: string,
    readBody: Read<ConsumeBody>,
    once?: Once,
  ): Promise<Acted> {
    return this.#changes.act({
      caller,
      find: { id },
      once,
      by: 'person or service',
      byPermission: true,
      readBody,
      sample: ({ requester }) => ({
        consumer: SAMPLE,
        policyKey: SAMPLE,
        digest: SAMPLE,
        initiator: requester,
      }),
      command: body => ({ type: 'consume', ...body }),
    });
  }

  /** Starts the next round, with a new context or the old one. */
  async resubmit(
    caller: Caller,
    id: string,
    readBody: Read<ResubmitBody>,
    once?: Once,
  ): Promise<Acted> {
    refuseToken(caller);
    const loaded = await this.#store.load({ id });
    if (!loaded) {
      throw notFound();
    }
    const { policyKey, definition, subject, round } = loaded.state;
    const contextOf = async (body: ResubmitBody) =>
      body.context ?? (await this.#reader.contextOf(id, round));
    return this.#changes.act({
      caller,
      find: { id },
      once,
      readBody,
      sample: {},
      words: ({ comment }) => ({ text: comment }),
      command: async (body, { text }) => ({
        type: 'resubmit',
        round,
        digest: approvalDigest(policyKey, subject, await contextOf(body)),
        textHash: text,
      }),
      newRound: async body => {
        const context = await contextOf(body);
        // Strangers are refused anyway, and are not to learn what the schema wants.
        if (isPart(loaded.state, caller)) {
          await this.#contexts.check(definition, context);
        }
        return { context, submittedBy: caller.ref };
      },
    });
  }

  #withReason(
    caller: Caller,
    id: string,
    readBody: Read<ReasonBody>,
    once?: Once,
  ): Omit<Act<ReasonBody>, 'command'> {
    return {
      caller,
      find: { id },
      once,
      readBody,
      sample: { reason: SAMPLE },
      words: ({ reason }) => ({ text: reason }),
    };
  }
}
