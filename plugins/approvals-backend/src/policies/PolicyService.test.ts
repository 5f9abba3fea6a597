import { everyDatabase } from '../database/__testUtils__/testDatabases';
import { tables } from '../database';
import { Sandbox } from '../sandbox';
import { caller, definition, policyWorld } from './__testUtils__/policyWorld';

jest.setTimeout(60_000);

type World = Awaited<ReturnType<typeof policyWorld>>;

const erin = caller('erin');

describe.each(everyDatabase)('policies on %s', id => {
  const sandbox = new Sandbox();
  let world: World;
  beforeEach(async () => {
    world = await policyWorld(id, sandbox);
  });
  afterAll(() => sandbox.close());

  const create = (given = {}, by = erin, examples?: never[]) =>
    world.policies.create(by, () => ({
      definition: definition(given),
      examples,
    }));
  const createVersion = (by = erin, from?: number) =>
    world.policies.createVersion(by, 'demo', () => ({ from }));
  const update = (version: number, revision: number, given = {}, by = erin) =>
    world.policies.update(by, 'demo', version, () => ({
      definition: definition(given),
      revision,
    }));
  const activate = (version: number, by = erin) =>
    world.activation.activate(by, 'demo', version);
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => 'done',
      ({ code, issues = [] }) =>
        [code, ...issues.map((issue: { path: string }) => issue.path)].join(
          ' ',
        ),
    );
  const told = async (key = 'demo') =>
    (await world.history.list(`policy:${key}`)).items.map(
      ({ type, payload }) => `${type} ${payload.version}`,
    );

  it('makes version 1, a draft, and tells so', async () => {
    const made = await create();
    expect(made).toMatchObject({
      key: 'demo',
      version: 1,
      status: 'draft',
      revision: 1,
      examples: [],
      inReview: 0,
      createdBy: 'user:default/erin',
      createdAt: world.clock.now,
      warnings: [],
      definition: { stages: [{ quorum: { mode: 'count', value: 1 } }] },
    });
    expect(made.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(await world.reader.version(erin, 'demo', 1)).toEqual({
      ...made,
      warnings: undefined,
    });
    expect(await told()).toEqual(['policy.created 1']);
  });

  it('takes a key once, also when ten come at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => codeOf(create())),
    );
    expect(answers.sort()).toEqual([...Array(9).fill('KEY_EXISTS'), 'done']);
  });

  it('edits a draft only as it was read', async () => {
    const { digest } = await create();
    const changed = await update(1, 1, { name: 'Other' });
    expect(changed).toMatchObject({
      revision: 2,
      definition: { name: 'Other' },
    });
    expect(changed.digest).not.toBe(digest);
    expect(await codeOf(update(1, 1))).toBe('DRAFT_CHANGED');
    expect(await codeOf(update(1, 3))).toBe('DRAFT_CHANGED');
    expect(await world.reader.version(erin, 'demo', 1)).toMatchObject({
      revision: 2,
      definition: { name: 'Other' },
    });
    expect(await told()).toEqual(['policy.created 1', 'policy.changed 1']);
  });

  it('keeps one of ten edits that come at once', async () => {
    await create();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => codeOf(update(1, 1))),
    );
    expect(answers.sort()).toEqual([...Array(9).fill('DRAFT_CHANGED'), 'done']);
  });

  it('keeps the key of a draft', async () => {
    await create();
    expect(await codeOf(update(1, 1, { key: 'other' }))).toBe(
      'INVALID_INPUT /definition/key',
    );
  });

  it('never changes a version that was active', async () => {
    await create();
    await activate(1);
    for (const _ of ['active', 'archived']) {
      expect(await codeOf(update(1, 1))).toBe('VERSION_IMMUTABLE');
      expect(await codeOf(world.policies.remove(erin, 'demo', 1))).toBe(
        'VERSION_IMMUTABLE',
      );
      await codeOf(world.activation.deactivate(erin, 'demo', 1));
    }
  });

  it('throws a draft away, and its key with the last of them', async () => {
    await create();
    await createVersion();
    await world.policies.remove(erin, 'demo', 1);
    expect(await codeOf(create())).toBe('KEY_EXISTS');
    await world.policies.remove(erin, 'demo', 2);
    expect(await codeOf(world.reader.get(erin, 'demo'))).toBe('NOT_FOUND');
    expect(await codeOf(create())).toBe('done');
  });

  it('starts a new version as a copy: of the active one, or of the newest', async () => {
    await create({ name: 'One' });
    expect(await createVersion()).toMatchObject({
      version: 2,
      definition: { name: 'One' },
    });
    await update(2, 1, { name: 'Two' });
    expect(await createVersion()).toMatchObject({
      version: 3,
      definition: { name: 'Two' },
    });
    await activate(1);
    expect(await createVersion()).toMatchObject({
      version: 4,
      definition: { name: 'One' },
    });
    expect(await createVersion(erin, 2)).toMatchObject({
      version: 5,
      definition: { name: 'Two' },
    });
    expect(await codeOf(createVersion(erin, 9))).toBe('INVALID_INPUT /from');
  });

  it('numbers ten versions that come at once without a gap', async () => {
    await create();
    const made = await Promise.all(
      Array.from({ length: 10 }, () => createVersion()),
    );
    expect(made.map(({ version }) => version).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 10 }, (_, index) => index + 2),
    );
  });

  it('puts one version into force and archives the one before; and back', async () => {
    await create();
    await createVersion();
    expect(await world.definitions.active('demo')).toBeUndefined();
    for (const version of [1, 2, 1]) {
      expect(await activate(version)).toMatchObject({
        version,
        status: 'active',
        activatedBy: 'user:default/erin',
        activatedAt: world.clock.now,
      });
      expect(await world.definitions.active('demo')).toMatchObject({ version });
    }
    expect(await activate(1)).toMatchObject({ status: 'active' });
    expect((await told()).slice(2)).toEqual([
      'policy.activated 1',
      'policy.activated 2',
      'policy.activated 1',
    ]);
    const { items } = await world.reader.versions(erin, 'demo');
    expect(items.map(({ version, status }) => `${version} ${status}`)).toEqual([
      '2 archived',
      '1 active',
    ]);
  });

  it('has one version in force however many are activated at once', async () => {
    await create();
    for (let version = 2; version <= 8; version++) {
      await createVersion();
    }
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => codeOf(activate(index + 1))),
    );
    expect(answers).toEqual(Array(8).fill('done'));
    const { items } = await world.reader.versions(erin, 'demo');
    expect(items.filter(({ status }) => status === 'active')).toHaveLength(1);
  });

  it('lets the database refuse a second active version', async () => {
    await create();
    await createVersion();
    await activate(1);
    await expect(
      world.database
        .knex(tables.policies)
        .where({ version: 2 })
        .update({ status: 'active' }),
    ).rejects.toThrow(/unique/i);
  });

  it('takes a version out of force once', async () => {
    await create();
    await activate(1);
    expect(await world.activation.deactivate(erin, 'demo', 1)).toMatchObject({
      status: 'archived',
    });
    expect(await codeOf(world.activation.deactivate(erin, 'demo', 1))).toBe(
      'NO_ACTIVE_VERSION',
    );
    expect(await world.definitions.active('demo')).toBeUndefined();
  });

  describe('examples', () => {
    const example = (expected: object, context = {}) => ({
      name: 'Alice asks',
      requester: 'user:default/alice',
      context,
      expected: expected as Record<string, string[] | 'skipped'>,
    });
    const save = (examples: ReturnType<typeof example>[], given = {}) =>
      world.policies.create(erin, () => ({
        definition: definition(given),
        examples,
      }));
    const all = ['bob', 'carol', 'dave'].map(name => `user:default/${name}`);

    it('must speak of stages that there are', async () => {
      expect(await codeOf(save([example({ Review: [], Nope: [] })]))).toBe(
        'INVALID_INPUT /examples/0/expected/Nope',
      );
    });

    it('let a version into force that does what they say', async () => {
      await save([example({ Review: [...all].reverse() })]);
      expect(await codeOf(activate(1))).toBe('done');
    });

    it.each([
      ['other people', {}, { Review: ['user:default/bob'] }, all],
      ['a stage to be skipped', {}, { Review: 'skipped' }, all],
      [
        'people where the stage is skipped',
        { skipIf: 'context.environment == "dev"' },
        { Review: all },
        'skipped',
      ],
      [
        'people whom the catalog does not have',
        { approvers: [{ type: 'group', group: 'none' }] },
        { Review: [] },
        "rule 1 failed: The catalog has no 'group:default/none'",
      ],
    ])(
      'keep a version out of force when they expect %s',
      async (_, stage, expected, found) => {
        await save([example(expected, { environment: 'dev' })], {
          stages: [{ ...definition().stages[0], ...stage }],
        });
        await expect(activate(1)).rejects.toMatchObject({
          code: 'EXAMPLES_FAILED',
          details: {
            examples: [{ example: 'Alice asks', stage: 'Review', found }],
          },
        });
        expect(await world.definitions.active('demo')).toBeUndefined();
      },
    );

    it('keep a version out of force when their context breaks its schema', async () => {
      await save([example({ Review: all })], {
        contextSchema: { type: 'object', required: ['environment'] },
      });
      await expect(activate(1)).rejects.toMatchObject({
        details: {
          examples: [
            {
              found: 'the context breaks the schema: /environment is required',
            },
          ],
        },
      });
    });
  });

  describe('who may', () => {
    beforeEach(async () => {
      await create({ owner: 'group:default/platform' });
      await activate(1);
      await createVersion();
      await create({ key: 'unowned', name: 'Unowned' });
    });

    const remove = (by = erin) => world.policies.remove(by, 'demo', 2);
    const actions = {
      'read the active one': (name: string) =>
        world.reader.version(caller(name), 'demo', 1),
      'read a draft': (name: string) =>
        world.reader.version(caller(name), 'demo', 2),
      "read another's draft": (name: string) =>
        world.reader.version(caller(name), 'unowned', 1),
      compare: (name: string) => world.reader.diff(caller(name), 'demo', 2, 1),
      create: (name: string) => create({ key: 'new' }, caller(name)),
      'create for a group': (name: string) =>
        create({ key: 'new', owner: 'group:default/platform' }, caller(name)),
      edit: (name: string) =>
        update(2, 1, { owner: 'group:default/platform' }, caller(name)),
      'give it away': (name: string) => update(2, 1, {}, caller(name)),
      copy: (name: string) => createVersion(caller(name)),
      'throw away': (name: string) => remove(caller(name)),
      activate: (name: string) => activate(2, caller(name)),
      deactivate: (name: string) =>
        world.activation.deactivate(caller(name), 'demo', 1),
      validate: (name: string) =>
        world.trials.validate(caller(name), () => ({})),
    };
    const [YES, NO, NONE] = ['done', 'NOT_ALLOWED', 'NOT_FOUND'];

    it.each([
      // action                 erin  vera  alice owen  nobody
      ['read the active one', [YES, YES, YES, YES, NONE]],
      ['read a draft', [YES, YES, NONE, YES, NONE]],
      ["read another's draft", [YES, YES, NONE, NONE, NONE]],
      ['compare', [YES, YES, NONE, YES, NONE]],
      ['create', [YES, NO, NO, NO, NO]],
      ['create for a group', [YES, NO, NO, YES, NO]],
      ['edit', [YES, NO, NONE, YES, NONE]],
      ['give it away', [YES, NO, NONE, NO, NONE]],
      ['copy', [YES, NO, NO, YES, NONE]],
      ['throw away', [YES, NO, NONE, YES, NONE]],
      ['activate', [YES, NO, NONE, YES, NONE]],
      ['deactivate', [YES, NO, NO, YES, NONE]],
      ['validate', [YES, NO, NO, YES, NO]],
    ] as const)(
      '%s: an administrator, a viewer, anybody, the owner, nobody',
      async (action, answers) => {
        const found: string[] = [];
        for (const name of ['nobody', 'alice', 'vera', 'owen', 'erin']) {
          found.push(await codeOf(actions[action](name)));
          await restore();
        }
        const [nobody, alice, vera, owen, admin] = found;
        expect([admin, vera, alice, owen, nobody]).toEqual(answers);
      },
    );

    /** As before each: version 1 active, version 2 a fresh draft, nothing new. */
    async function restore() {
      const { knex } = world.database;
      await knex(tables.policies).where({ key: 'new' }).delete();
      await knex(tables.policies)
        .where({ key: 'demo' })
        .where('version', '>', 1)
        .delete();
      await knex(tables.policies)
        .where({ key: 'demo' })
        .update({ status: 'active' });
      await createVersion();
    }

    it.each([
      ['create'],
      ['edit'],
      ['copy'],
      ['throw away'],
      ['activate'],
      ['deactivate'],
      ['validate'],
    ] as const)('%s is not for what acts for a person', async action => {
      const acting = caller('erin', 'plugin:scaffolder');
      const work = {
        create: () => create({ key: 'new' }, acting),
        edit: () => update(2, 1, {}, acting),
        copy: () => createVersion(acting),
        'throw away': () => remove(acting),
        activate: () => activate(2, acting),
        deactivate: () => world.activation.deactivate(acting, 'demo', 1),
        validate: () => world.trials.validate(acting, () => ({})),
      }[action];
      expect(await codeOf(work())).toBe('TOKEN_NOT_ALLOWED');
    });
  });
});
