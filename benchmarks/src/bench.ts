import { Callers } from '@countersign/scripts';

/** The portal and the database that a benchmark measures; `./dev bench` starts them. */
export interface BenchContext {
  /** The portal's address, such as `http://localhost:41234`. */
  portalUrl: string;
  /** Connection string of the PostgreSQL server; each plugin has its database there. */
  postgresUrl: string;
  /** The backend's process, to read its use of the processor. */
  backendPid: number;
  /** The static token of the service caller. */
  serviceToken: string;
  /** Typed clients: people of the demo and of the crowd (`crowd-01` … `crowd-60`), and the service. */
  callers: Callers;
}

/** One figure, as a line of the table. */
export interface Row {
  what: string;
  [column: string]: string | number;
}

/** A file `<name>.bench.ts` exports one as its default; `run.ts` lists them. */
export interface Bench {
  /** One sentence: what is measured, on which data. */
  title: string;
  run(context: BenchContext): Promise<Row[]>;
}
