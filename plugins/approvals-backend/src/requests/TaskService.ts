import {
  DecisionBody,
  ReassignBody,
} from '@countersign/backstage-plugin-approvals-common';
import { Caller, Once } from '../http';
import { KnownUsers } from '../people';
import { SAMPLE } from './act';
import { Acted } from './acted';
import { RequestChanges } from './RequestChanges';

/** What people do with a seat: one method for each command. */
export class TaskService {
  readonly #changes: RequestChanges;
  readonly #users: KnownUsers;
  readonly #newId: () => string;

  constructor(options: {
    changes: RequestChanges;
    users: KnownUsers;
    newId: () => string;
  }) {
    this.#changes = options.changes;
    this.#users = options.users;
    this.#newId = options.newId;
  }

  /** Decides a seat; the same decision again by the same person changes nothing. */
  decide(
    caller: Caller,
    taskId: string,
    readBody: () => DecisionBody,
    once?: Once,
  ): Promise<Acted> {
    return this.#changes.act({
      caller,
      find: { taskId },
      once,
      by: 'person',
      readBody,
      sample: { decision: 'approve', comment: SAMPLE },
      places: { REASON_REQUIRED: '/override/reason' },
      words: ({ comment, override }) => ({
        text: comment,
        reason: override?.reason,
      }),
      command: ({ decision, override }, { text, reason }) => ({
        type: 'decide',
        taskId,
        decision,
        textHash: text,
        override: override && { reasonHash: reason },
      }),
    });
  }

  /** Shows, or no longer shows, that the caller is on a task. */
  claim(
    caller: Caller,
    taskId: string,
    type: 'claim' | 'unclaim',
    readBody: () => object,
    once?: Once,
  ): Promise<Acted> {
    return this.#changes.act({
      caller,
      find: { taskId },
      once,
      by: 'person',
      readBody,
      sample: {},
      command: () => ({ type, taskId }),
    });
  }

  /** Hands a seat on to another person. */
  reassign(
    caller: Caller,
    taskId: string,
    readBody: () => ReassignBody,
    once?: Once,
  ): Promise<Acted> {
    return this.#changes.act({
      caller,
      find: { taskId },
      once,
      by: 'person',
      readBody,
      sample: { person: caller.ref, reason: SAMPLE },
      words: ({ reason }) => ({ text: reason }),
      command: async ({ person }, { text }) => ({
        type: 'reassign',
        taskId,
        person,
        personIsUser: await this.#users.isUser(person),
        newTaskId: this.#newId(),
        textHash: text,
      }),
    });
  }
}
