import { TestDatabaseId } from '@backstage/backend-test-utils';
import { PolicyDefinition } from '@countersign/backstage-plugin-approvals-common';
import { v7 as newId } from 'uuid';
import { Database, tables } from '../../database';
import { sharedDatabase } from '../../database/__testUtils__/testDatabases';
import { Caller, Command, RequestState, step } from '../../engine';
import { chainEvents, sealText } from '../../history';
import { historyRoom } from '../../history/__testUtils__/room';
import { PinnedDefinitions } from '../../policies';
import { Deliveries } from '../Deliveries';
import { toEventDrafts } from '../eventDrafts';
import { RequestBatchStore } from '../RequestBatchStore';
import { RequestStore } from '../RequestStore';
import { requestStream } from '../stream';

type Bare<T> = T extends unknown ? Omit<T, 'now' | 'caller'> : never;

/** Somebody of the catalog, who may act on passes. */
const person = (name: string): Caller => ({
  kind: 'user',
  ref: `user:default/${name}`,
  isUser: true,
  delegators: [],
  may: { override: false, reassign: false, cancel: false, consume: true },
  ownsPolicy: false,
});

/** The time of a world, which stands until it is moved. */
class Clock {
  constructor(public time: number = Date.parse('2026-11-24T09:00:00.000Z')) {}

  readonly now = () => new Date(this.time).toISOString();

  /** @param hours - negative: it is set back */
  move(hours: number): void {
    this.time += hours * 60 * 60_000;
  }
}

/** Requests of one policy in a database, without routes, catalog or worker. */
export class RequestWorld {
  readonly clock = new Clock();
  readonly store: RequestStore;
  readonly batches: RequestBatchStore;
  readonly deliveries: Deliveries;

  private constructor(
    readonly database: Database,
    private readonly definition: PolicyDefinition,
  ) {
    const definitions = new PinnedDefinitions({ database });
    const definitionOf = definitions.get.bind(definitions);
    this.store = new RequestStore({ database, definitionOf });
    this.batches = new RequestBatchStore({ database, definitionOf });
    this.deliveries = this.moreDeliveries();
  }

  static async create(
    id: TestDatabaseId,
    definition: PolicyDefinition,
  ): Promise<RequestWorld> {
    const database = await sharedDatabase(id);
    const world = new RequestWorld(database, definition);
    await database.knex(tables.policies).insert({
      key: definition.key,
      version: 1,
      status: 'active',
      name: definition.name,
      subject_type: definition.subjectType,
      definition: JSON.stringify(definition),
      examples: '[]',
      digest: '0'.repeat(64),
      revision: 1,
      created_by: 'user:default/erin',
      created_at: world.clock.now(),
    });
    return world;
  }

  /** Deliveries as another process has them. */
  moreDeliveries(wake: () => void = () => {}): Deliveries {
    const { batches, clock } = this;
    return new Deliveries({
      store: batches,
      wake,
      now: clock.now,
      newId,
    });
  }

  /** Alice asks for something. */
  async make(execution?: string): Promise<string> {
    const now = this.clock.now();
    const id = newId();
    const answer = step(
      { status: 'new', definition: this.definition, policyVersion: 1 },
      {
        type: 'create',
        now,
        caller: person('alice'),
        id,
        subject: { type: this.definition.subjectType, id, title: 'Billing' },
        digest: 'd'.repeat(64),
        execution: execution ? { kind: 'job', id: execution } : undefined,
        unknownPeople: [],
      },
    );
    if (answer.kind !== 'stepped') {
      throw new Error(JSON.stringify(answer));
    }
    const events = toEventDrafts(answer.events, [], newId);
    await this.store.create({
      after: answer.state,
      fixed: { owners: [], requesterName: 'Alice Amari' },
      newRound: { context: {}, submittedBy: 'user:default/alice' },
      events,
      lines: chainEvents(requestStream(id), undefined, events),
      effects: answer.effects,
      now,
    });
    return id;
  }

  /** Makes requests and seats people in their first stage. */
  async seated(count: number, names: string[] = ['bob']): Promise<string[]> {
    const ids: string[] = [];
    for (let index = 0; index < count; index++) {
      ids.push(await this.make());
    }
    await Promise.all(ids.map(id => this.seat(id, names)));
    return ids;
  }

  /** Brings a request the people of its first stage. */
  async seat(id: string, names: string[]): Promise<void> {
    const { stages, round } = await this.state(id);
    await this.deliveries.deliver(id, {
      type: 'peopleFound',
      round,
      stage: 0,
      attempt: stages.filter(stage => stage.round === round)[0].attempt,
      approvers: [{ people: names.map(name => `user:default/${name}`) }],
      observers: [],
      notUsers: [],
      leavers: [],
      taskIds: names.map(() => newId()),
    });
  }

  /** Sends a command, as a route does, with some words; tells whether it was taken. */
  async act(
    id: string,
    who: string,
    command: Bare<Command>,
    words?: string,
  ): Promise<string> {
    const now = this.clock.now();
    const sealed = words ? [sealText(words, 'ab'.repeat(32))] : [];
    const kind = await this.store.change({ id }, loaded => {
      const answer = step(loaded.state, {
        ...command,
        textHash: sealed[0]?.textHash,
        now,
        caller: person(who),
      } as Command);
      if (answer.kind !== 'stepped') {
        return { result: answer.kind };
      }
      const events = toEventDrafts(answer.events, sealed, newId);
      return {
        result: answer.kind,
        change: {
          before: loaded.state,
          after: answer.state,
          kept: loaded.kept,
          events,
          lines: chainEvents(requestStream(id), loaded.head, events),
          effects: answer.effects,
          now,
        },
      };
    });
    return kind ?? 'absent';
  }

  /** Decides the seat that somebody has in the first stage. */
  async decide(
    id: string,
    who: string,
    decision: 'approve' | 'reject' = 'approve',
  ): Promise<string> {
    const { stages } = await this.state(id);
    const task = stages
      .flatMap(({ tasks }) => tasks)
      .find(({ person: holder }) => holder === `user:default/${who}`);
    return this.act(id, who, {
      type: 'decide',
      taskId: task?.id ?? '',
      decision,
    });
  }

  async state(id: string): Promise<RequestState> {
    const loaded = await this.store.load({ id });
    if (!loaded) {
      throw new Error(`There is no request '${id}'`);
    }
    return loaded.state;
  }

  /** The types of a request's events, oldest first. */
  async story(id: string): Promise<string[]> {
    return this.database
      .knex(tables.events)
      .where({ stream: requestStream(id) })
      .orderBy('seq')
      .pluck('type');
  }

  /** @throws Error unless all chains of history hold */
  async verified(): Promise<void> {
    const { broken } = await historyRoom(this.database).verifier.verify();
    if (broken) {
      throw new Error(JSON.stringify(broken));
    }
  }
}
