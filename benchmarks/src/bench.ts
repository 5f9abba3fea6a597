import { Callers } from '@countersign/scripts';

/** How the backend is set up: as it comes, or with Unix socket and token cache. */
export type Mode = 'stock' | 'tuned';

/** The portal and the database that a benchmark measures; `./dev bench` starts them. */
export interface BenchContext {
  mode: Mode;
  /** The portal's address, such as `http://localhost:41234`. */
  portalUrl: string;
  /** Connection string of the PostgreSQL server; each plugin has its database there. */
  postgresUrl: string;
  /** The backend's process, to read its use of the processor. */
  backendPid: number;
  /** The first process of PostgreSQL. */
  postgresPid: number;
  /** The static token of the service caller. */
  serviceToken: string;
  /** Typed clients: people of the demo and of the crowd (`crowd-01` … `crowd-60`), and the service. */
  callers: Callers;
  /** How long each burst lasts. */
  seconds: number;
  /** Where the portal writes profiles, when it does. */
  profileFolder?: string;
}

/** What calls of one kind came to. Times are milliseconds. */
export interface Measured {
  perSecond: number;
  p50: number;
  p95: number;
  p99: number;
  /** Answers by status, without the expected one. */
  others: Record<number, number>;
  /** Percent of one processor. */
  cpu: { node: number; postgres: number; load: number };
}

/** One thing measured, and the floor, which was measured in turn with it. */
export interface Figure extends Measured {
  what: string;
  clients: number;
  floor: Measured;
}

/** A file `<name>.bench.ts` exports one as its default; `run.ts` lists them. */
export interface Bench {
  /** One sentence: what is measured, on which data. */
  title: string;
  /** The set-ups in which it makes sense. */
  modes: readonly Mode[];
  run(context: BenchContext): Promise<Figure[]>;
}
