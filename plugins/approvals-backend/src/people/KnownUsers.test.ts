import { KnownUsers } from './KnownUsers';

const ALICE = 'user:default/alice';
const BOB = 'user:default/bob';

function createUsers(inCatalog: string[]) {
  const people = new Set(inCatalog);
  const asked: string[][] = [];
  let time = 1_000_000;
  const users = new KnownUsers({
    namesOf: async refs => {
      asked.push([...refs]);
      const found = [...refs].filter(ref => people.has(ref));
      return new Map(found.map(ref => [ref, `name of ${ref}`]));
    },
    now: () => time,
  });
  return {
    users,
    people,
    asked,
    pass: (millis: number) => {
      time += millis;
    },
  };
}

describe('KnownUsers', () => {
  it('remembers a yes for ten seconds and asks again after that', async () => {
    const { users, people, asked, pass } = createUsers([ALICE]);
    expect(await users.notUsers([ALICE])).toEqual([]);
    people.delete(ALICE);
    pass(9_999);
    expect(await users.notUsers([ALICE])).toEqual([]);
    expect(asked).toHaveLength(1);
    pass(1);
    expect(await users.notUsers([ALICE])).toEqual([ALICE]);
  });

  it('never remembers a no', async () => {
    const { users, people } = createUsers([]);
    expect(await users.notUsers([BOB])).toEqual([BOB]);
    people.add(BOB);
    expect(await users.notUsers([BOB])).toEqual([]);
  });

  it('asks only for those who are not remembered, and in one go', async () => {
    const { users, asked } = createUsers([ALICE, BOB]);
    await users.notUsers([ALICE]);
    await users.notUsers([ALICE, BOB, BOB]);
    expect(asked).toEqual([[ALICE], [BOB]]);
  });

  it('knows of one person whether they are a User', async () => {
    const { users } = createUsers([ALICE]);
    expect(await users.isUser(ALICE)).toBe(true);
    expect(await users.isUser(BOB)).toBe(false);
  });

  it('gives names, and the ref of somebody unknown', async () => {
    const { users } = createUsers([ALICE]);
    expect(await users.nameOf(ALICE)).toBe(`name of ${ALICE}`);
    expect(await users.nameOf(BOB)).toBe(BOB);
  });
});
