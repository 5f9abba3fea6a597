import {
  DeadlineDefinition,
  policyDefinition,
} from '@countersign/backstage-plugin-approvals-common';
import { v7 as newId } from 'uuid';
import { tables } from '../database';
import { everyDatabase } from '../database/__testUtils__/testDatabases';
import { ANNOUNCEMENT } from '../history';
import { leisureOf } from '../outbox';
import { Brought } from './Deliveries';
import { requestStream } from './stream';
import { RequestWorld } from './__testUtils__/requestWorld';

jest.setTimeout(60_000);

const definitionWith = (deadline: Partial<DeadlineDefinition>) =>
  policyDefinition.parse({
    key: 'client',
    name: 'Client',
    subjectType: 'client',
    stages: [
      {
        name: 'Review',
        approvers: [{ type: 'group', group: 'platform' }],
        deadline: {
          after: 'PT4H',
          onBreach: 'notify',
          remindBefore: 'PT1H',
          ...deadline,
        },
      },
    ],
  });

const TO_DAVE: Partial<DeadlineDefinition> = {
  onBreach: 'escalate',
  escalateTo: [{ type: 'user', user: 'user:default/dave' }],
};

const reminder: Brought = {
  type: 'reminderDue',
  round: 1,
  stage: 0,
  leavers: [],
};
const breach: Brought = {
  type: 'breachDue',
  round: 1,
  stage: 0,
  number: 0,
  leavers: [],
  escalation: [],
  notUsers: [],
  taskIds: [],
};
const toDave = (taskIds: string[]): Brought => ({
  ...breach,
  escalation: [{ people: ['user:default/dave'] }],
  taskIds,
});

const SEATED = ['request.created', 'stage.resolving', 'stage.started'];

describe.each(everyDatabase)('Deliveries on %s', databaseId => {
  const createWorld = (deadline: Partial<DeadlineDefinition> = {}) =>
    RequestWorld.create(databaseId, definitionWith(deadline));

  it('announce what ends nothing at leisure, and what people wait for at once', async () => {
    const world = await createWorld();
    const [id] = await world.seated(1);
    world.clock.move(4);
    await world.deliveries.deliver(id, breach);
    const announced = await world.database
      .knex(tables.outbox)
      .where({ kind: ANNOUNCEMENT, stream: requestStream(id) })
      .orderBy('position')
      .pluck('channel');
    // Made, its people found, overdue.
    expect(announced).toEqual([
      ANNOUNCEMENT,
      ANNOUNCEMENT,
      leisureOf(ANNOUNCEMENT),
    ]);
  });

  it.each([
    ['escalate', toDave([newId()]), true],
    ['approve', breach, false],
    ['reject', breach, false],
  ] as const)(
    'announce a deadline that is to %s at leisure only where it ends nothing',
    async (onBreach, brought, atLeisure) => {
      const world = await createWorld({
        ...(onBreach === 'escalate' ? TO_DAVE : { onBreach }),
      });
      const [id] = await world.seated(1);
      world.clock.move(4);
      await world.deliveries.deliver(id, brought);
      const [last] = await world.database
        .knex(tables.outbox)
        .where({ kind: ANNOUNCEMENT, stream: requestStream(id) })
        .orderBy('position', 'desc')
        .pluck('channel');
      expect(last).toBe(atLeisure ? leisureOf(ANNOUNCEMENT) : ANNOUNCEMENT);
    },
  );

  it('change many requests in few transactions, each as if it were alone', async () => {
    const world = await createWorld();
    const ids = await world.seated(210);
    world.clock.move(4);
    const transactions = jest.spyOn(world.database, 'inTransaction');
    await Promise.all(ids.map(id => world.deliveries.deliver(id, breach)));
    expect(transactions).toHaveBeenCalledTimes(4);

    for (const id of ids) {
      expect(await world.story(id)).toEqual([...SEATED, 'stage.overdue']);
    }
    const { stages } = await world.state(ids[0]);
    expect(stages[0].nextBreach).toBeUndefined();
    await world.verified();
  });

  it('bring one request all that is brought to it at the same time', async () => {
    const world = await createWorld();
    const [id] = await world.seated(1);
    world.clock.move(4);
    await Promise.all([
      world.deliveries.deliver(id, reminder),
      world.deliveries.deliver(id, breach),
      world.deliveries.deliver(id, breach),
    ]);
    expect(await world.story(id)).toEqual([
      ...SEATED,
      'stage.reminded',
      'stage.overdue',
    ]);
    await world.verified();
  });

  it('open the seats that follow in each of many requests', async () => {
    const world = await createWorld(TO_DAVE);
    const ids = await world.seated(60);
    world.clock.move(4);
    await Promise.all(
      ids.map(id => world.deliveries.deliver(id, toDave([newId()]))),
    );
    const seats = await world.database
      .knex(tables.tasks)
      .where({ origin: 'escalated', status: 'open' })
      .orderBy('request_id')
      .pluck('request_id');
    expect(seats).toEqual([...ids].sort());
    await world.verified();
  });

  it('let one thing that cannot be brought stop nothing else of its request', async () => {
    const world = await createWorld(TO_DAVE);
    const [id] = await world.seated(1);
    world.clock.move(4);
    const [, failed] = await Promise.allSettled([
      world.deliveries.deliver(id, reminder),
      world.deliveries.deliver(id, toDave([])),
      world.deliveries.deliver(id, toDave([newId()])),
    ]);
    expect(failed.status).toBe('rejected');
    expect(await world.story(id)).toEqual([
      ...SEATED,
      'stage.reminded',
      'stage.escalated',
    ]);
    await world.verified();
  });

  it('tell when to come again, and nothing of what is not there', async () => {
    const world = await createWorld();
    const [id] = await world.seated(1);
    const { stages } = await world.state(id);
    expect(
      await Promise.all([
        world.deliveries.deliver(id, breach),
        world.deliveries.deliver(newId(), breach),
      ]),
    ).toEqual([stages[0].dueAt, undefined]);
    expect(await world.story(id)).toEqual(SEATED);
  });

  it('wake the worker when something has changed, and only then', async () => {
    const world = await createWorld();
    const wake = jest.fn();
    const deliveries = world.moreDeliveries(wake);
    const [id] = await world.seated(1);
    await deliveries.deliver(id, breach);
    expect(wake).not.toHaveBeenCalled();
    world.clock.move(4);
    await deliveries.deliver(id, breach);
    expect(wake).toHaveBeenCalledTimes(1);
    await deliveries.deliver(id, breach);
    expect(wake).toHaveBeenCalledTimes(1);
  });

  it.each<[string, (world: RequestWorld, id: string) => Promise<unknown>]>([
    [
      'cannot be read',
      ({ database }, id) =>
        database.knex(tables.requests).where({ id }).update({ state: '{' }),
    ],
    [
      'cannot be saved',
      // Its next line of history is there already.
      async ({ database }, id) => {
        const { knex } = database;
        const [line] = await knex(tables.events)
          .where({ stream: requestStream(id) })
          .orderBy('seq', 'desc');
        const next = { ...line, id: newId(), seq: line.seq + 1 };
        await knex(tables.events).insert(next);
      },
    ],
  ])('let one request that %s stop no other', async (_, spoil) => {
    const world = await createWorld();
    const ids = await world.seated(20);
    await spoil(world, ids[7]);
    world.clock.move(4);
    const outcomes = await Promise.allSettled(
      ids.map(id => world.deliveries.deliver(id, breach)),
    );
    expect(
      outcomes.flatMap(({ status }, index) =>
        status === 'rejected' ? [index] : [],
      ),
    ).toEqual([7]);
    for (const id of ids.filter((__, index) => index !== 7)) {
      expect(await world.story(id)).toEqual([...SEATED, 'stage.overdue']);
    }
  });

  it('change nothing the second time, also from another process at the same moment', async () => {
    const world = await createWorld();
    const ids = await world.seated(60);
    world.clock.move(4);
    const others = world.moreDeliveries();
    await Promise.all(
      ids.flatMap(id => [
        world.deliveries.deliver(id, breach),
        others.deliver(id, breach),
      ]),
    );
    for (const id of ids) {
      expect(await world.story(id)).toEqual([...SEATED, 'stage.overdue']);
    }
    await world.verified();
  });

  it('wait for no request that somebody else holds, and come back to it', async () => {
    const world = await createWorld();
    const { isPostgres } = world.database;
    const ids = await world.seated(3);
    world.clock.move(4);
    if (!isPostgres) {
      // SQLite has one writer: nobody else holds anything.
      return;
    }
    const held = await world.database.knex.transaction();
    await held(tables.requests).where({ id: ids[1] }).forUpdate();
    const answer = world.deliveries.deliver(ids[1], breach);
    await Promise.all(
      [ids[0], ids[2]].map(id => world.deliveries.deliver(id, breach)),
    );
    expect(await world.story(ids[0])).toContain('stage.overdue');
    await held.rollback();
    expect(await answer).toBeUndefined();
    expect(await world.story(ids[1])).toContain('stage.overdue');

    const long = await world.database.knex.transaction();
    await long(tables.requests).where({ id: ids[1] }).forUpdate();
    expect(await world.deliveries.deliver(ids[1], reminder)).toBe(
      '2026-11-24T13:00:01.000Z',
    );
    await long.rollback();
  });
});
