/**
 * The command that checks template files in a repository.
 *
 * @packageDocumentation
 */
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import {
  parsePlainly,
  policyDefinition,
  toPointer,
} from '@countersign/backstage-plugin-approvals-common';
import { parseAllDocuments } from 'yaml';
import { AppliesTo } from './templates/appliesTo';
import { checkTemplate, Finding } from './templates/checkTemplate';
import { readTemplate } from './templates/template';

const HELP = `Checks software templates that wait for approvals, and those that should.

  countersign-check-templates [--policies <file or folder>]... [--keeps-workspace] [--strict] <file or folder>...

  --policies         policies as YAML: templates that one applies to must have its gate
  --keeps-workspace  the portal keeps files of runs that wait (scaffolder.taskRecovery.workspaceProvider)
  --strict           warnings count as faults

In folders, every .yaml and .yml file is read; what is no template is passed over.

Exit status: 0 no faults; 1 faults; 2 it could not be done.
`;

/** Where the command writes: lines without their end. */
type Output = { say(line: string): void; complain(line: string): void };

const TERMINAL: Output = {
  say: line => process.stdout.write(`${line}\n`),
  complain: line => process.stderr.write(`${line}\n`),
};

/** Checks the files and folders of the command line; gives the exit status. */
export async function checkTemplatesCommand(
  argv: string[],
  output: Output = TERMINAL,
): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        policies: { type: 'string', multiple: true, default: [] },
        'keeps-workspace': { type: 'boolean', default: false },
        strict: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) {
      output.say(HELP);
      return 0;
    }
    if (positionals.length === 0) {
      throw new Error('name the files or folders with templates');
    }
    const policies = await readPolicies(values.policies);
    const keepsWorkspace = values['keeps-workspace'];
    const found = await findAll(positionals, { policies, keepsWorkspace });
    return tell(found, values.strict, output);
  } catch (error) {
    output.complain(`Could not check templates: ${(error as Error).message}`);
    return 2;
  }
}

type Checked = { file: string; name: string; findings: Finding[] };

async function findAll(
  places: string[],
  options: Parameters<typeof checkTemplate>[1],
): Promise<Checked[]> {
  const checked: Checked[] = [];
  for (const { file, value } of await readYaml(places)) {
    const { kind, apiVersion } = (value ?? {}) as Record<string, unknown>;
    const isTemplate =
      kind === 'Template' &&
      String(apiVersion).startsWith('scaffolder.backstage.io/');
    const template = isTemplate ? readTemplate(value) : undefined;
    if (isTemplate && !template) {
      throw new Error(`${file}: is a template without a spec`);
    }
    if (template) {
      checked.push({
        file,
        name: template.ref ?? 'a template without name',
        findings: checkTemplate(template, options),
      });
    }
  }
  return checked;
}

function tell(
  checked: Checked[],
  isStrict: boolean,
  { say, complain }: Output,
): number {
  let faults = 0;
  for (const { file, name, findings } of checked) {
    for (const { severity, rule, message } of findings) {
      const isFault = isStrict || severity !== 'warning';
      faults += isFault ? 1 : 0;
      const line = `${file}: ${severity}: ${message} (${name}, ${rule})`;
      (isFault ? complain : say)(line);
    }
  }
  say(
    `${checked.length} ${
      checked.length === 1 ? 'template' : 'templates'
    } checked, ${faults} ${faults === 1 ? 'fault' : 'faults'}`,
  );
  return faults > 0 ? 1 : 0;
}

async function readPolicies(places: string[]): Promise<AppliesTo[]> {
  const policies: AppliesTo[] = [];
  for (const { file, value } of await readYaml(places)) {
    const read = parsePlainly(policyDefinition, value);
    if (!read.success) {
      const [{ path: at, message }] = read.issues;
      throw new Error(`${file}: is no policy: ${toPointer(at)} ${message}`);
    }
    const { key, appliesTo } = read.data;
    if (appliesTo) {
      policies.push({ key, templates: appliesTo.templates });
    }
  }
  return policies;
}

/** Every document in these files, and in the YAML files below these folders. */
async function readYaml(
  places: string[],
): Promise<{ file: string; value: unknown }[]> {
  const files = (await Promise.all(places.map(filesAt))).flat();
  const documents = [];
  for (const file of files) {
    for (const document of parseAllDocuments(await readFile(file, 'utf8'))) {
      const [error] = document.errors;
      if (error) {
        throw new Error(`${file}: ${error.message}`);
      }
      documents.push({ file, value: document.toJS() as unknown });
    }
  }
  return documents;
}

async function filesAt(place: string): Promise<string[]> {
  if (!(await stat(place)).isDirectory()) {
    return [place];
  }
  const names = await readdir(place, { recursive: true });
  return names
    .filter(
      name => /\.ya?ml$/.test(name) && !/(^|[\\/])node_modules[\\/]/.test(name),
    )
    .sort()
    .map(name => path.join(place, name));
}
