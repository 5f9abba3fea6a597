import { Command, RequestState } from '../engine';
import { Caller, Once } from '../http';
import { Places } from './refusalOf';
import { NewRound } from './change';
import { Find } from './RequestStore';

/** The words that come with a command, or their hashes. */
export type WordsOf = { text?: string; reason?: string };

type Bare<T> = T extends unknown ? Omit<T, 'now' | 'caller'> : never;

/** One command to one request. */
export type Act<B> = {
  caller: Caller;
  find: Find;
  /** Makes it happen once, however often it is sent: its id is that of the first event. */
  once?: Once;
  /** Gives the body, or throws INVALID_INPUT. Who may not act at all is told that first. */
  readBody: () => B;
  /** A body that every policy takes: tells whether the caller may act when the real one is faulty. */
  sample: B | ((state: RequestState) => B);
  words?: (body: B) => WordsOf;
  command: (body: B, hashes: WordsOf) => Bare<Command> | Promise<Bare<Command>>;
  newRound?: (body: B) => NewRound | Promise<NewRound>;
  /** True when permissions, not a seat, decide who may: they are looked up at once. */
  byPermission?: boolean;
  /** True where the answer is the whole request: then it is there for who may see it. */
  onSeen?: boolean;
  /** Who may do this at all, whatever the request is; everybody when left out. */
  by?: 'person' | 'person or service';
  /** Where in the body the engine's refusals point to, other than usual. */
  places?: Places;
};

/** Stands for words, or for their hash, where it does not matter what they say. */
export const SAMPLE = 'sample';
