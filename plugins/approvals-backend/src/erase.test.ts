import { configuredDatabase } from './__testUtils__/configuredDatabase';
import { tables } from './database';
import { eraseCommand } from './erase';
import { comment } from './history/__testUtils__/drafts';

const { within, run } = configuredDatabase();
const erase = (...argv: string[]) => run(eraseCommand, ...argv);
const WHO_AND_WHY = ['--by', 'User:Erin', '--why', 'Alice asked for it'];
const NO_ID = '019ab3c4-0000-7000-8000-000000000001';

describe('the command erase', () => {
  let id: string;

  beforeEach(async () => {
    const [event] = await within(room =>
      room.append('request:1', comment('my telephone is 1234')),
    );
    id = event.id;
  });

  it('erases a text once, and says who wanted it and why', async () => {
    const { status, lines } = await erase('--event', id, ...WHO_AND_WHY);
    expect(status).toBe(0);
    const [told] = await within(
      async room => (await room.history.list('audit')).items,
    );
    expect(told).toMatchObject({
      type: 'audit.text_erased',
      actor: 'user:default/erin',
      payload: { eventId: id, part: 'text' },
      text: 'Alice asked for it',
    });
    expect(lines).toEqual([`The text is erased; event '${told.id}' says so.`]);
    expect(await erase('--event', id, ...WHO_AND_WHY)).toEqual({
      status: 0,
      lines: [`The text was erased before; event '${told.id}' says so.`],
    });
  });

  it('leaves it to a running backend to publish that', async () => {
    await erase('--event', id, ...WHO_AND_WHY);
    const rows = await within((_, { knex }) => knex(tables.outbox));
    expect(rows).toMatchObject([{ kind: 'history.publish', stream: 'audit' }]);
  });

  it.each([
    [['--event', NO_ID], `There is no event '${NO_ID}'`],
    [['--part', 'reason'], /has no reason/],
  ])('with %j finds nothing to erase', async (more, words) => {
    const { status, lines } = await erase(
      '--event',
      id,
      ...WHO_AND_WHY,
      ...more,
    );
    expect(status).toBe(1);
    expect(lines.join()).toMatch(words);
  });

  it.each([
    [['--by', 'user:erin'], /--event/],
    [['--event', 'x', ...WHO_AND_WHY], /--event: must be the id of an event/],
    [['--event', NO_ID, '--by', 'group:x', '--why', 'y'], /--by/],
    [['--event', NO_ID, '--by', 'user:x', '--why', ' '], /--why/],
    [['--event', NO_ID, ...WHO_AND_WHY, '--part', 'x'], /--part/],
    [['--evnt', NO_ID], /--evnt/],
  ])('with %j says what it does not understand', async (argv, words) => {
    const { status, lines } = await erase(...argv);
    expect(status).toBe(2);
    expect(lines.join()).toMatch(words);
  });
});
