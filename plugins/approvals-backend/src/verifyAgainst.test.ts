import { writeFile } from 'node:fs/promises';
import { Event } from '@countersign/backstage-plugin-approvals-common';
import { configuredDatabase } from './__testUtils__/configuredDatabase';
import { twoDays } from './__testUtils__/twoDays';
import { tables } from './database';
import { comment } from './history/__testUtils__/drafts';
import { forgeEverything } from './history/__testUtils__/sealedTamperings';
import { STREAM, TAMPERINGS } from './history/__testUtils__/tamperings';
import { verifyCommand } from './verify';
import { messageBody } from './webhooks/message';

const { directory, within, run } = configuredDatabase();
const verify = (...argv: string[]) => run(verifyCommand, ...argv);

const copy = async (...lines: unknown[]) => {
  const file = directory.resolve('copy.jsonl');
  const text = lines.map(line =>
    typeof line === 'string' ? line : JSON.stringify(line),
  );
  await writeFile(file, `${text.join('\n')}\n`);
  return file;
};

const isSeal = ({ type }: Event) => type === 'audit.sealed';
const bodyOf = (event: Event) => JSON.parse(messageBody(event));

describe('the command verify --against', () => {
  it.each<[string, (all: Event[]) => unknown[], string]>([
    [
      'a whole export',
      all => all,
      'The copy says the same in 8 lines, with 2 seals, the last of 2026-11-25.',
    ],
    [
      'seals as events',
      all => all.filter(isSeal),
      'The copy says the same in 2 lines, with 2 seals, the last of 2026-11-25.',
    ],
    [
      'seals as webhooks bring them, blank lines, and what is something else',
      all => [...all.filter(isSeal).map(bodyOf), '', { type: 'ping' }],
      'The copy says the same in 2 lines, with 2 seals, the last of 2026-11-25. Nothing to compare in 1 line.',
    ],
    [
      'all messages of webhooks',
      all => all.map(bodyOf),
      'The copy says the same in 8 lines, with 2 seals, the last of 2026-11-25.',
    ],
  ])('agrees with %s', async (_, pick, words) => {
    const all = await within(twoDays);
    const { status, lines } = await verify(
      '--against',
      await copy(...pick(all)),
    );
    expect(lines[1]).toBe(words);
    expect(status).toBe(0);
  });

  it('agrees with what was copied before more was written', async () => {
    const all = await within(twoDays);
    await within(room => room.append('request:a', comment('later')));
    expect((await verify('--against', await copy(...all))).status).toBe(0);
  });

  it('agrees with the texts of a copy that are erased since', async () => {
    const all = await within(twoDays);
    await within(room =>
      room.eraser.erase({
        eventId: all[0].id,
        part: 'text',
        by: 'user:default/erin',
        why: 'asked for',
      }),
    );
    expect((await verify('--against', await copy(...all))).status).toBe(0);
  });

  describe('when every hash and every seal was made to fit', () => {
    let all: Event[];

    beforeEach(async () => {
      all = await within(twoDays);
      await within((_, { knex }) => forgeEverything(knex));
    });

    it('finds nothing without a copy', async () => {
      expect(await verify()).toMatchObject({ status: 0 });
    });

    it('names the line by a whole export', async () => {
      const { status, lines } = await verify('--against', await copy(...all));
      expect(status).toBe(1);
      expect(lines[1]).toBe(
        "Different: line 3 of the copy; stream 'request:b', line 2: the line is not the one in the copy.",
      );
    });

    it('names the seal by the seals alone', async () => {
      const events = await copy(...all.filter(isSeal));
      expect((await verify('--against', events)).lines[1]).toContain(
        "line 1 of the copy; stream 'audit', line 1: the line is not the one in the copy",
      );
      const bodies = await copy(...all.filter(isSeal).map(bodyOf));
      const { status, lines } = await verify('--against', bodies);
      expect(status).toBe(1);
      expect(lines[1]).toContain(
        "stream 'audit', line 1: the line is not the one in the copy",
      );
    });

    it('compares one stream, and leaves the others out', async () => {
      const file = await copy(...all);
      const whole = await verify('--against', file, '--stream', 'request:a');
      expect(whole.status).toBe(0);
      expect(whole.lines[1]).toContain('Nothing to compare in 6 lines');
      const forged = await verify('--against', file, '--stream', STREAM);
      expect(forged.status).toBe(1);
    });
  });

  it('names what stands in the copy only', async () => {
    const all = await within(twoDays);
    await within(async (_, { knex }) => {
      await knex(tables.eventTexts).delete();
      await knex(tables.events).delete();
      await knex(tables.streamHeads).delete();
      await knex(tables.sealedHeads).delete();
    });
    const lines = await verify('--against', await copy(...all));
    expect(lines).toMatchObject({ status: 1 });
    expect(lines.lines[1]).toContain(
      "stream 'request:a', line 1: the line stands in the copy and not in the history",
    );
  });

  it('tells when it is the copy that was changed', async () => {
    const [first, ...rest] = await within(twoDays);
    const file = await copy({ ...first, actor: 'user:default/bob' }, ...rest);
    const { status, lines } = await verify('--against', file);
    expect(status).toBe(1);
    expect(lines[1]).toContain('the copy itself was changed');
  });

  it('tells both when the history is broken and the copy differs', async () => {
    const all = await within(twoDays);
    await within((_, { knex }) => Promise.resolve(TAMPERINGS[3][1](knex)));
    await within((_, { knex }) =>
      knex(tables.events)
        .where({ stream: STREAM, seq: 3 })
        .update({ hash: 'ab'.repeat(32) }),
    );
    const { status, lines } = await verify('--against', await copy(...all));
    expect(status).toBe(1);
    expect(lines[0]).toContain('Broken');
    expect(lines[1]).toContain('Different');
  });

  it.each([
    ['there is no such file', async () => directory.resolve('none'), /ENOENT/],
    [
      'a line is no JSON',
      async (all: Event[]) => copy(all[0], 'oops', all[1]),
      /line 2 of the copy is no JSON/,
    ],
    [
      'nothing in it can be compared',
      async () => copy({ hello: 'world' }),
      /no line that could be compared/,
    ],
  ])('could not be done when %s', async (_, make, words) => {
    const all = await within(twoDays);
    const { status, lines } = await verify('--against', await make(all));
    expect(status).toBe(2);
    expect(lines.join()).toMatch(words);
  });

  it('goes through more lines than it takes at once', async () => {
    const all = await within(async room => {
      const events: Event[] = [];
      for (let time = 0; time < 11; time++) {
        const hundred = Array.from({ length: 100 }, () => comment('x'));
        events.push(...(await room.append('request:long', ...hundred)));
      }
      return events;
    });
    const { lines } = await verify('--json', '--against', await copy(...all));
    expect(JSON.parse(lines[0]).copy).toEqual({
      compared: 1_100,
      seals: 0,
      skipped: 0,
      differs: null,
    });
  });
});
