import { parseArgs, ParseArgsOptionsConfig } from 'node:util';

/** Where a command writes: lines without their end. */
export type Output = { say(line: string): void; complain(line: string): void };

/** Standard output and standard error. */
const TERMINAL: Output = {
  say: line => process.stdout.write(`${line}\n`),
  complain: line => process.stderr.write(`${line}\n`),
};

/** Options that every command takes; `--config` is read by Backstage itself. */
const EVERYWHERE = {
  config: { type: 'string', multiple: true },
  help: { type: 'boolean', short: 'h' },
} as const;

type Values<O extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ options: O }>
>['values'];

/** What a command does. */
type Command<O extends ParseArgsOptionsConfig> = {
  help: string;
  /** Says what could not be done when it throws: `Could not erase`. */
  failure: string;
  /** Those besides `--config` and `--help`. */
  options: O;
  /** @returns the exit status: 0 or 1 */
  work(values: Values<O>, argv: string[], output: Output): Promise<number>;
};

/**
 * A command of the command line.
 *
 * @returns a function of the arguments that gives the exit status: 2 when they
 *   cannot be read or the work throws, after saying why
 */
export function createCommand<const O extends ParseArgsOptionsConfig>({
  help,
  failure,
  options,
  work,
}: Command<O>): (argv: string[], output?: Output) => Promise<number> {
  return async (argv, output = TERMINAL) => {
    try {
      const { values } = parseArgs({
        args: argv,
        options: { ...options, ...EVERYWHERE },
      });
      if ((values as Values<typeof EVERYWHERE>).help) {
        output.say(help);
        return 0;
      }
      return await work(values as Values<O>, argv, output);
    } catch (error) {
      output.complain(`${failure}: ${(error as Error).message}`);
      return 2;
    }
  };
}
