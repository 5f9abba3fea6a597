import { configuredDatabase } from './__testUtils__/configuredDatabase';
import { twoDays } from './__testUtils__/twoDays';
import { tables } from './database';
import { comment } from './history/__testUtils__/drafts';
import { STREAM } from './history/__testUtils__/tamperings';
import { verifyCommand } from './verify';

const { within, run } = configuredDatabase();
const verify = (...argv: string[]) => run(verifyCommand, ...argv);

describe('the command verify', () => {
  it('finds nothing wrong in the database that the configuration names', async () => {
    await within(async room => {
      await room.append('request:1', comment('a'), comment('b'));
      await room.append('request:2', comment('c'));
    });
    expect(await verify()).toEqual({
      status: 0,
      lines: ['Nothing is wrong with 3 lines of 2 streams.'],
    });
    const { lines } = await verify('--stream', 'request:1', '--json');
    expect(JSON.parse(lines[0])).toMatchObject({ ok: true, events: 2 });
  });

  it('tells of seals and of texts that were erased', async () => {
    const [first] = await within(twoDays);
    await within(room =>
      room.eraser.erase({
        eventId: first.id,
        part: 'text',
        by: 'user:default/erin',
        why: 'asked for',
      }),
    );
    expect((await verify()).lines).toEqual([
      'Nothing is wrong with 9 lines of 3 streams. 2 seals verified. 1 erased text.',
    ]);
  });

  it('names the line that was changed', async () => {
    await within(twoDays);
    await within((_, { knex }) =>
      knex(tables.events)
        .where({ stream: STREAM, seq: 2 })
        .update({ actor: 'user:default/mallory' }),
    );
    const { status, lines } = await verify();
    expect(status).toBe(1);
    expect(lines[0]).toContain("'request:b', line 2: the line was changed");
  });

  it('says so where there is nothing to check', async () => {
    const { status, lines } = await verify();
    expect(status).toBe(2);
    expect(lines[0]).toContain('no tables of approvals');
  });

  it('explains itself', async () => {
    const { status, lines } = await verify('--help');
    expect(status).toBe(0);
    expect(lines[0]).toContain('verify [--config <file>]');
  });

  it('says so where it does not understand', async () => {
    const { status, lines } = await verify('--sream', 'request:1');
    expect(status).toBe(2);
    expect(lines[0]).toContain('--sream');
  });
});
