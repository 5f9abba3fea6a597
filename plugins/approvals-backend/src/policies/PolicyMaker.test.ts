import { everyDatabase } from '../database/__testUtils__/testDatabases';
import { codeOf } from '../http/__testUtils__/codeOf';
import { policyDeeds } from './__testUtils__/policyDeeds';
import { caller } from './__testUtils__/policyWorld';

jest.setTimeout(60_000);

const erin = caller('erin');

describe.each(everyDatabase)('making policies on %s', id => {
  const { world, create, createVersion, update, activate, told } =
    policyDeeds(id);

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
      createdAt: world().clock.now,
      warnings: [],
      definition: { stages: [{ quorum: { mode: 'count', value: 1 } }] },
    });
    expect(made.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(await world().reader.version(erin, 'demo', 1)).toEqual({
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

  it('refuses examples of stages that there are not', async () => {
    const example = {
      name: 'Alice asks',
      requester: 'user:default/alice',
      context: {},
      expected: { Review: [], Nope: [] },
    };
    expect(await codeOf(create({}, erin, [example]))).toBe(
      'INVALID_INPUT /examples/0/expected/Nope',
    );
  });
});
