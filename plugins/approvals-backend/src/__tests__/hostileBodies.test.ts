import {
  Issue,
  OperationName,
  operations,
} from '@countersign/backstage-plugin-approvals-common';
import { startPortal } from './__testUtils__/portal';
import { Portal } from './__testUtils__/wire';
import { makeWorld, placeOf, World, writes } from './__testUtils__/world';

const nested = (depth: number) =>
  `{"x":${'['.repeat(depth)}${']'.repeat(depth)}}`;

/** What is sent, and the place of the fault. */
const HOSTILE: [what: string, body: string | Uint8Array, path: string][] = [
  ['broken JSON', '{"x":', ''],
  ['half a text', '"', ''],
  ['a list', '[]', ''],
  ['null', 'null', ''],
  ['a number', '7', ''],
  ['a text', '"approve"', ''],
  ['an unknown key', '{"x":1}', '/x'],
  ['an unknown key with signs of a path', '{"a/b~c":1}', '/a~1b~0c'],
  ['NUL', '{"x":"\\u0000"}', '/x'],
  ['NUL in a key', '{"\\u0000":1}', ''],
  ['half of a surrogate pair', '{"x":"\\ud800"}', '/x'],
  ['__proto__', '{"__proto__":{"x":1}}', ''],
  ['constructor', '{"constructor":{"prototype":{}}}', '/constructor'],
  ['33 levels', nested(33), `/x${'/0'.repeat(31)}`],
  ['10,000 levels', nested(10_000), `/x${'/0'.repeat(31)}`],
  ['a number beyond 64 bits', '{"x":1e999}', '/x'],
  ['bytes that are no UTF-8', new Uint8Array([0x7b, 0xff, 0x7d]), ''],
];

/** How Zod and the like say it, to those who wrote the schema. */
const isRaw = ({ message }: Issue) =>
  /expected|received|invalid|unrecognized/i.test(message) &&
  !message.startsWith('must be JSON: ');

/** Where a body has to say something, or it is refused. */
const saying = writes.filter(name => {
  const operation = operations[name];
  const mayBeLeftOut =
    !('body' in operation) || operation.body.safeParse({}).success;
  return !mayBeLeftOut && name !== 'validatePolicy';
});

describe('a hostile body', () => {
  let portal: Portal;
  let world: World;

  const history = async () =>
    (await portal.as('erin').listAudit({ query: { limit: '100' } })).items.map(
      ({ hash }) => hash,
    );
  const sendTo = (
    name: OperationName,
    body: string | Uint8Array,
    headers?: Record<string, string>,
  ) => {
    const { who, method, path } = placeOf(world, name);
    return portal.send(who, method, path, body, headers);
  };

  beforeAll(async () => {
    portal = await startPortal();
    world = await makeWorld(portal);
  }, 60_000);

  describe.each(writes)('for %s', name => {
    it('is refused with the place of its fault, and changes nothing', async () => {
      const before = await history();
      const wrong: unknown[] = [];
      for (const [what, body, path] of HOSTILE) {
        const { status, body: answer } = await sendTo(name, body);
        const { code, issues = [] } = answer.error ?? { code: 'none' };
        if (
          status !== 400 ||
          code !== 'INVALID_INPUT' ||
          !issues.some(issue => issue.path === path) ||
          issues.some(isRaw)
        ) {
          wrong.push([what, status, code, issues]);
        }
      }
      expect(wrong).toEqual([]);
      expect(await history()).toEqual(before);
    });

    it('is refused when it is no JSON, or too large', async () => {
      const before = await history();
      expect(
        await sendTo(name, '{}', { 'content-type': 'text/plain' }),
      ).toMatchObject({
        status: 400,
        body: { error: { code: 'INVALID_INPUT', issues: [{ path: '' }] } },
      });
      expect(
        await sendTo(name, `{"x":"${'x'.repeat(300_000)}"}`),
      ).toMatchObject({ status: 413, body: { error: { code: 'TOO_LARGE' } } });
      expect(await history()).toEqual(before);
    });
  });

  it.each(saying)(
    'that is left out for %s is told in plain words, with the place of what is missing',
    async name => {
      const { status, body } = await sendTo(name, '');
      expect(status).toBe(400);
      const { issues = [] } = body.error ?? {};
      expect(issues).not.toEqual([]);
      expect(issues.filter(isRaw)).toEqual([]);
    },
  );

  it('that is left out is no definition that could be validated', async () => {
    expect(await sendTo('validatePolicy', '')).toMatchObject({
      status: 200,
      body: { faults: [{ path: '', message: 'must be given' }] },
    });
  });

  it('of 10 MB is refused before it is read', async () => {
    expect(
      await sendTo('createRequest', new Uint8Array(10_000_000).fill(0x20)),
    ).toMatchObject({ status: 413, body: { error: { code: 'TOO_LARGE' } } });
  });

  it('that says a thing twice counts as its last word, and so it is shown', async () => {
    const { body } = await sendTo(
      'createRequest',
      `{"policyKey":"plain","context":{"a":1},"context":{"a":2},
        "subject":{"type":"demo.artifact","id":"twice","title":"Twice"}}`,
    );
    expect(body).toMatchObject({
      context: { a: 2 },
      rounds: [{ context: { a: 2 }, digest: body.digest }],
    });
  });
});
