import { everyDatabase } from '../database/__testUtils__/testDatabases';
import { tables } from '../database';
import { codeOf } from '../http/__testUtils__/codeOf';
import { policyDeeds } from './__testUtils__/policyDeeds';
import { caller, definition } from './__testUtils__/policyWorld';

jest.setTimeout(60_000);

const erin = caller('erin');

describe.each(everyDatabase)('putting policies into force on %s', id => {
  const { world, create, createVersion, activate, deactivate, told } =
    policyDeeds(id);

  it('puts one version into force and archives the one before; and back', async () => {
    await create();
    await createVersion();
    expect(await world().definitions.active('demo')).toBeUndefined();
    for (const version of [1, 2, 1]) {
      expect(await activate(version)).toMatchObject({
        version,
        status: 'active',
        activatedBy: 'user:default/erin',
        activatedAt: world().clock.now,
      });
      expect(await world().definitions.active('demo')).toMatchObject({
        version,
      });
    }
    expect(await activate(1)).toMatchObject({ status: 'active' });
    expect((await told()).slice(2)).toEqual([
      'policy.activated 1',
      'policy.activated 2',
      'policy.activated 1',
    ]);
    const { items } = await world().reader.versions(erin, 'demo');
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
    const { items } = await world().reader.versions(erin, 'demo');
    expect(items.filter(({ status }) => status === 'active')).toHaveLength(1);
  });

  it('lets the database refuse a second active version', async () => {
    await create();
    await createVersion();
    await activate(1);
    await expect(
      world()
        .database.knex(tables.policies)
        .where({ version: 2 })
        .update({ status: 'active' }),
    ).rejects.toThrow(/unique/i);
  });

  it('takes a version out of force once', async () => {
    await create();
    await activate(1);
    expect(await deactivate(1)).toMatchObject({
      status: 'archived',
    });
    expect(await codeOf(deactivate(1))).toBe('NO_ACTIVE_VERSION');
    expect(await world().definitions.active('demo')).toBeUndefined();
  });

  describe('examples', () => {
    const example = (expected: object, context = {}) => ({
      name: 'Alice asks',
      requester: 'user:default/alice',
      context,
      expected: expected as Record<string, string[] | 'skipped'>,
    });
    const all = ['bob', 'carol', 'dave'].map(name => `user:default/${name}`);

    it('let a version into force that does what they say', async () => {
      await create({}, erin, [example({ Review: [...all].reverse() })]);
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
        await create(
          { stages: [{ ...definition().stages[0], ...stage }] },
          erin,
          [example(expected, { environment: 'dev' })],
        );
        await expect(activate(1)).rejects.toMatchObject({
          code: 'EXAMPLES_FAILED',
          details: {
            examples: [{ example: 'Alice asks', stage: 'Review', found }],
          },
        });
        expect(await world().definitions.active('demo')).toBeUndefined();
      },
    );

    it('keep a version out of force when their context breaks its schema', async () => {
      await create(
        { contextSchema: { type: 'object', required: ['environment'] } },
        erin,
        [example({ Review: all })],
      );
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
});
