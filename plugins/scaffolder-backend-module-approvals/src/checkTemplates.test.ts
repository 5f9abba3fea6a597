import { createMockDirectory } from '@backstage/backend-test-utils';
import { stringify } from 'yaml';
import { gate, make, policy, template } from './__testUtils__/town';
import { checkTemplatesCommand } from './checkTemplates';

const folder = createMockDirectory();

const GOOD = stringify(template('good', [gate(), make()]));
const ODD = stringify(template('odd', [gate({ if: '${{ x }}' }), make()]));
const BAD = stringify(template('bad', [make({ id: 'approval' }), gate()]));
const OTHER = stringify({ kind: 'Component', spec: {} });

/** Runs the command in the folder: its status, and what it said. */
async function run(...argv: string[]) {
  const lines: string[] = [];
  const write = (line: string) => lines.push(line);
  const at = (text: string) =>
    text.startsWith('-') ? text : folder.resolve(text);
  const status = await checkTemplatesCommand(argv.map(at), {
    say: write,
    complain: write,
  });
  return { status, text: lines.join('\n').replaceAll(folder.path, '') };
}

describe('the command that checks templates', () => {
  it.each([
    [
      'a good template',
      { 'a.yaml': GOOD },
      ['a.yaml'],
      0,
      '1 template checked, 0 faults',
    ],
    [
      'one with something odd',
      { 'a.yaml': ODD },
      ['a.yaml'],
      0,
      '/a.yaml: warning: Step',
    ],
    [
      'one with something odd, strictly',
      { 'a.yaml': ODD },
      ['--strict', 'a.yaml'],
      1,
      '1 fault',
    ],
    [
      'a bad one',
      { 'a.yaml': BAD },
      ['a.yaml'],
      1,
      'refused: Another step has the id',
    ],
    [
      'several in one file',
      { 'a.yaml': [GOOD, OTHER, BAD].join('---\n') },
      ['a.yaml'],
      1,
      '2 templates checked, 1 fault',
    ],
    [
      'a folder',
      { d: { e: { 'a.yml': BAD }, 'b.yaml': GOOD, 'c.txt': 'x' } },
      ['d'],
      1,
      '/d/e/a.yml: refused',
    ],
    [
      'no template at all',
      { 'a.yaml': OTHER },
      ['a.yaml'],
      0,
      '0 templates checked',
    ],
    ['a file that is not there', {}, ['a.yaml'], 2, 'ENOENT'],
    ['what is no YAML', { 'a.yaml': 'a: [' }, ['a.yaml'], 2, '/a.yaml: '],
    ['nothing', {}, [], 2, 'name the files'],
    ['an option that it does not know', {}, ['--wrong'], 2, '--wrong'],
  ])('says of %s', async (_, files, argv, status, words) => {
    folder.setContent(files);
    const told = await run(...argv);
    expect(told.text).toContain(words);
    expect(told.status).toBe(status);
  });

  it('demands the gates of policies', async () => {
    folder.setContent({
      't.yaml': GOOD,
      'p.yaml': stringify(
        policy('demanding', { appliesTo: { templates: [{ type: 'thing' }] } }),
      ),
      'q.yaml': stringify({ key: 'x' }),
    });
    const demanded = await run('--policies', 'p.yaml', 't.yaml');
    expect(demanded).toMatchObject({
      status: 1,
      text: expect.stringContaining("Policy 'demanding' demands a gate"),
    });
    const wrong = await run('--policies', 'q.yaml', 't.yaml');
    expect(wrong).toMatchObject({
      status: 2,
      text: expect.stringContaining('is no policy'),
    });
  });

  it('tells how it is used', async () => {
    expect(await run('--help')).toMatchObject({
      status: 0,
      text: expect.stringContaining('Exit status'),
    });
  });
});
