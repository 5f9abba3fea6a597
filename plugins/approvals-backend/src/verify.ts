/**
 * The command that checks the history without a running portal.
 *
 * @packageDocumentation
 */
import { parseArgs } from 'node:util';
import { DatabaseManager } from '@backstage/backend-defaults/database';
import {
  DatabaseService,
  LifecycleService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import { ConfigSources } from '@backstage/config-loader';
import { Verification } from '@countersign/backstage-plugin-approvals-common';
import { Database, tables } from './database';
import { createHistory } from './history';

const HELP = `Checks that nobody changed the history of approvals.

  verify [--config <file>]... [--stream <name>]

  --config   as the backend takes it; app-config.yaml and app-config.local.yaml by default
  --stream   checks one stream only, such as request:019ab3c4-…
  --json     prints what was found as JSON

Exit status: 0 nothing is wrong, 1 a fault was found, 2 it could not be checked.
`;

/** Where the command writes: lines without their end. */
type Output = { say(line: string): void; complain(line: string): void };

const TERMINAL: Output = {
  say: line => process.stdout.write(`${line}\n`),
  complain: line => process.stderr.write(`${line}\n`),
};

/**
 * Checks the history in the database that the configuration names. Changes
 * nothing there.
 *
 * @param argv - arguments of the command line
 * @returns the exit status
 */
export async function verifyCommand(
  argv: string[],
  output: Output = TERMINAL,
): Promise<number> {
  try {
    const { values } = parseArgs({
      args: argv,
      options: {
        config: { type: 'string', multiple: true },
        stream: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) {
      output.say(HELP);
      return 0;
    }
    const found = await verifyConfigured(argv, values.stream);
    output.say(values.json ? JSON.stringify(found) : inWords(found));
    return found.ok ? 0 : 1;
  } catch (error) {
    output.complain(`Could not check: ${(error as Error).message}`);
    return 2;
  }
}

async function verifyConfigured(
  argv: string[],
  stream: string | undefined,
): Promise<Verification> {
  const config = await ConfigSources.toConfig(ConfigSources.default({ argv }));
  try {
    const database = new Database(await openDatabase(config).getClient());
    try {
      if (!(await database.knex.schema.hasTable(tables.streamHeads))) {
        throw new Error('this database has no tables of approvals');
      }
      const store = new HistoryStore(database);
      return await new Verifier({ store }).verify({ stream });
    } finally {
      await database.knex.destroy();
    }
  } finally {
    config.close();
  }
}

/** The plugin's database, found as the backend finds it. */
function openDatabase(config: Config): DatabaseService {
  return DatabaseManager.fromConfig(config).forPlugin('approvals', {
    logger: SILENT,
    lifecycle: NO_LIFECYCLE,
  });
}

const nothing = () => {};

const SILENT: LoggerService = {
  error: nothing,
  warn: nothing,
  info: nothing,
  debug: nothing,
  child: () => SILENT,
};

const NO_LIFECYCLE: LifecycleService = {
  addStartupHook: nothing,
  addShutdownHook: nothing,
};

function inWords({ streams, events, erased, broken }: Verification): string {
  const count = `${events} lines of ${streams} streams`;
  const gone = erased > 0 ? ` ${erased} texts were erased.` : '';
  return broken
    ? `Broken: stream '${broken.stream}', line ${broken.seq}: ${broken.reason}. ${count} were checked until then.`
    : `Nothing is wrong with ${count}.${gone}`;
}
