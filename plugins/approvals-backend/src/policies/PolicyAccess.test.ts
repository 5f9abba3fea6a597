import { mockCredentials } from '@backstage/backend-test-utils';
import { everyDatabase } from '../database/__testUtils__/testDatabases';
import { tables } from '../database';
import { Caller } from '../http';
import { codeOf } from '../http/__testUtils__/codeOf';
import { policyDeeds } from './__testUtils__/policyDeeds';
import { caller } from './__testUtils__/policyWorld';

jest.setTimeout(60_000);

describe.each(everyDatabase)('who may do what with policies on %s', id => {
  const { world, create, createVersion, update, remove, activate, deactivate } =
    policyDeeds(id);

  beforeEach(async () => {
    await create({ owner: 'group:default/platform' });
    await activate(1);
    await createVersion();
    await create({ key: 'unowned', name: 'Unowned' });
  });

  const actions = {
    'read the active one': (name: string) =>
      world().reader.version(caller(name), 'demo', 1),
    'read a draft': (name: string) =>
      world().reader.version(caller(name), 'demo', 2),
    "read another's draft": (name: string) =>
      world().reader.version(caller(name), 'unowned', 1),
    compare: (name: string) => world().reader.diff(caller(name), 'demo', 2, 1),
    create: (name: string) => create({ key: 'new' }, caller(name)),
    'create for a group': (name: string) =>
      create({ key: 'new', owner: 'group:default/platform' }, caller(name)),
    edit: (name: string) =>
      update(2, 1, { owner: 'group:default/platform' }, caller(name)),
    'give it away': (name: string) => update(2, 1, {}, caller(name)),
    copy: (name: string) => createVersion(caller(name)),
    'throw away': (name: string) => remove(2, caller(name)),
    activate: (name: string) => activate(2, caller(name)),
    deactivate: (name: string) => deactivate(1, caller(name)),
    validate: (name: string) =>
      world().trials.validate(caller(name), () => ({})),
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
    const { knex } = world().database;
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
      'throw away': () => remove(2, acting),
      activate: () => activate(2, acting),
      deactivate: () => deactivate(1, acting),
      validate: () => world().trials.validate(acting, () => ({})),
    }[action];
    expect(await codeOf(work())).toBe('TOKEN_NOT_ALLOWED');
  });

  it('plugins of this backend read what is in force, other services nothing', async () => {
    const templates = [{ tag: 'database' }];
    await create({ key: 'gated', name: 'Gated', appliesTo: { templates } });
    await world().activation.activate(caller('erin'), 'gated', 1);
    const { reader } = world();
    const { items } = await reader.list(service('plugin:catalog'), {});
    expect(items).toMatchObject([
      { key: 'demo', activeVersion: 1, drafts: [] },
      { key: 'gated', appliesTo: { templates } },
    ]);
    for (const [subject, version, code] of [
      ['plugin:catalog', 1, YES],
      ['plugin:catalog', 2, NONE],
      ['external:demo-service', 1, NONE],
    ] as const) {
      expect(
        await codeOf(reader.version(service(subject), 'demo', version)),
      ).toBe(code);
    }
  });
});

function service(subject: string): Caller {
  const credentials = mockCredentials.service(subject);
  return { kind: 'service', ref: subject, credentials };
}
