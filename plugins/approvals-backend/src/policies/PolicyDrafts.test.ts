import { everyDatabase } from '../database/__testUtils__/testDatabases';
import { codeOf } from '../http/__testUtils__/codeOf';
import { policyDeeds } from './__testUtils__/policyDeeds';
import { caller } from './__testUtils__/policyWorld';

jest.setTimeout(60_000);

const erin = caller('erin');

describe.each(everyDatabase)('drafts of policies on %s', id => {
  const {
    world,
    create,
    createVersion,
    update,
    remove,
    activate,
    deactivate,
    told,
  } = policyDeeds(id);

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
    expect(await world().reader.version(erin, 'demo', 1)).toMatchObject({
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
      expect(await codeOf(remove(1))).toBe('VERSION_IMMUTABLE');
      await codeOf(deactivate(1));
    }
  });

  it('throws a draft away, and its key with the last of them', async () => {
    await create();
    await createVersion();
    await remove(1);
    expect(await codeOf(create())).toBe('KEY_EXISTS');
    await remove(2);
    expect(await codeOf(world().reader.get(erin, 'demo'))).toBe('NOT_FOUND');
    expect(await codeOf(create())).toBe('done');
  });
});
