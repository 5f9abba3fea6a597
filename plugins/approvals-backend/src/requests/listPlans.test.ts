import { Database } from '../database';
import { carriedOut } from '../database/__testUtils__/plans';
import { freshDatabase } from '../database/__testUtils__/testDatabases';
import { hasPostgres } from '../__tests__/__testUtils__/portal';
import { HistoryStore } from '../history';
import { DelegationStore } from '../people';
import { ownCount, ownInbox } from './inboxQueries';
import { ListPage } from './listPage';
import { pageOfRequests, RequestFilters } from './requestQueries';
import { fillWithMany, REQUESTS } from './__testUtils__/manyRequests';
import { Seats, TaskFilters } from './taskConditions';
import { countOpen, pageOfTasks } from './taskQueries';

const NOW = '2026-11-27T09:00:00.000Z';
const LIMIT = 26;
/** Of hundreds of thousands: what a person has to do with, or what is open; not what there is. */
const FEW = 2_500;

const own: Seats = { person: 'user:default/p1', delegators: [] };
const acting: Seats = {
  person: 'user:default/p20',
  delegators: [
    { person: 'user:default/p13' },
    { person: 'user:default/p41', policyKeys: ['policy-0'] },
  ],
};
const firstPage = { sort: 'due_at', descending: false, limit: LIMIT } as const;
const newestFirst = {
  sort: 'created_at',
  descending: true,
  limit: LIMIT,
} as const;
const laterPage = {
  ...newestFirst,
  after: {
    value: '2026-05-01T00:00:00.000Z',
    id: '00000100-0001-7000-8000-000000000000',
  },
};

(hasPostgres ? describe : describe.skip)(
  'lists on a PostgreSQL with many requests',
  () => {
    let database: Database;

    beforeAll(async () => {
      database = await freshDatabase('POSTGRES_18');
      await fillWithMany(database);
    }, 300_000);

    const expectFew = async (work: () => Promise<unknown>) => {
      const { scanned, looked } = await carriedOut(database, work);
      // Small tables are scanned rightly: nobody has hundreds of policies.
      expect(scanned.filter(table => table !== 'policies')).toEqual([]);
      expect(looked).toBeLessThan(FEW);
    };

    it('reads the inbox, and the number beside it', async () => {
      const whose = { person: own.person, now: NOW };
      await expectFew(() => ownInbox(database, whose, firstPage));
      await expectFew(() =>
        ownInbox(database, whose, { ...laterPage, descending: false }),
      );
      await expectFew(() => ownCount(database, whose, 101));
    });

    const ofCaller = (
      seats: Seats,
      status: string[],
      rest: Partial<TaskFilters> = {},
    ): TaskFilters => ({ seats: { of: 'caller', seats }, status, ...rest });

    it.each<[string, ListPage]>([
      ['by when they are due', firstPage],
      ['newest first', newestFirst],
      ['on a later page', laterPage],
    ])(
      'shows the same own seats %s, with or without filters',
      async (_, page) => {
        const whose = { person: own.person, now: NOW };
        const plain = await ownInbox(database, whose, page);
        const filtered = await pageOfTasks(
          database.knex,
          ofCaller(own, ['open']),
          page,
        );
        expect(plain!.length).toBeGreaterThan(1);
        expect(plain!.map(row => ({ ...row, acts: undefined }))).toEqual(
          filtered.map(row =>
            Object.fromEntries(
              Object.keys(plain![0]).map(column => [
                column,
                row[column as keyof typeof row],
              ]),
            ),
          ),
        );
      },
    );

    it('counts the same own seats either way, up to a most', async () => {
      const whose = { person: own.person, now: '2026-04-01T00:00:00.000Z' };
      for (const most of [3, 101]) {
        const counted = await ownCount(database, whose, most);
        expect(counted!.open).toBeGreaterThanOrEqual(3);
        expect(counted).toEqual(
          await countOpen(database.knex, { seats: own, now: whose.now, most }),
        );
      }
    });

    it('leaves the inbox of who acts for others to the other way', async () => {
      const whose = { person: 'user:default/p8', now: NOW };
      const delegated = { person: 'user:default/p17', now: NOW };
      expect(await ownInbox(database, delegated, firstPage)).toBeUndefined();
      expect(await ownCount(database, delegated, 101)).toBeUndefined();
      expect(await ownInbox(database, whose, firstPage)).toBeDefined();
    });

    const ofPerson = (person?: string): TaskFilters => ({
      seats: { of: 'person', person, scope: 'all', now: NOW },
      status: ['open'],
    });

    it.each<[string, TaskFilters]>([
      ['with what others delegated', ofCaller(acting, ['open'])],
      ['of what one decided', ofCaller(own, ['decided'])],
      ['under a policy', ofCaller(own, ['open'], { policyKey: 'policy-1' })],
      ['of what is overdue', ofCaller(own, ['open'], { overdueAt: NOW })],
      [
        'of a requester',
        ofCaller(own, ['open'], { requester: 'user:default/p0' }),
      ],
      ['of another person', ofPerson('user:default/p9')],
    ])('reads a list of tasks %s', async (_, filters) => {
      await expectFew(() => pageOfTasks(database.knex, filters, firstPage));
    });

    it('counts for the badge what others delegated', async () => {
      await expectFew(() =>
        countOpen(database.knex, { seats: acting, now: NOW, most: 101 }),
      );
    });

    const part = (
      ref: string,
      owner = 'group:default/nobody',
    ): RequestFilters['scope'] => ({
      anyOf: [
        { where: 'requester', refs: [ref] },
        { where: 'part', ref },
        { where: 'policyOwner', refs: [owner] },
      ],
    });

    it.each<[string, RequestFilters]>([
      ['to who sees all', { scope: 'all' }],
      ['in review', { scope: 'all', status: ['in_review'] }],
      [
        'in review or waiting',
        {
          scope: 'all',
          status: ['in_review', 'changes_requested'],
        },
      ],
      ['of a requester', { scope: 'all', requester: 'user:default/p1' }],
      ['under a policy', { scope: 'all', policyKey: 'policy-1' }],
      [
        'for a subject',
        { scope: 'all', subjectType: 'thing', subjectId: 'subject-7' },
      ],
      ['of an entity', { scope: 'all', entityRef: 'component:default/none' }],
      ['to who has a part in few', { scope: part('user:default/p1') }],
      [
        'to the owner of a policy',
        { scope: part('user:default/stranger', 'group:default/o1') },
      ],
      [
        'to the owner of a policy that nearly all are under',
        { scope: part('user:default/stranger', 'group:default/o0') },
      ],
      ['to who has no part in any', { scope: part('user:default/stranger') }],
      [
        'in review, to who has a part in few',
        {
          scope: part('user:default/p1'),
          status: ['in_review'],
        },
      ],
      [
        'that somebody asked for, to who has a part in few',
        {
          scope: part('user:default/p1'),
          requester: 'user:default/p1',
        },
      ],
    ])('reads requests %s', async (_, filters) => {
      await expectFew(async () => {
        await pageOfRequests(database, filters, newestFirst, NOW);
        await pageOfRequests(database, filters, laterPage, NOW);
      });
    });

    it('reads requests by when they are due', async () => {
      await expectFew(() =>
        pageOfRequests(
          database,
          { scope: 'all', status: ['in_review'] },
          firstPage,
          NOW,
        ),
      );
    });

    it('reads the history of a request', async () => {
      const history = new HistoryStore(database);
      const stream = 'request:00000100-0001-7000-8000-000000000000';
      await expectFew(() =>
        history.linesOf({ stream, afterSeq: 0, limit: LIMIT }),
      );
    });

    it('reads delegations', async () => {
      const store = new DelegationStore(database);
      await expectFew(() => store.runningFor('user:default/p8', NOW));
      await expectFew(() => store.delegatesOf(['user:default/p8'], NOW));
    });

    it('has enough rows for a scan to be seen', async () => {
      const { scanned, looked } = await carriedOut(database, () =>
        database.knex('requests').where('subject_title', 'nothing'),
      );
      expect(scanned).toEqual(['requests']);
      expect(looked).toBe(REQUESTS);
    });
  },
);
