import fc from 'fast-check';
import { moves, openings, policies } from './generators';
import { Played, World } from './world';

/** The seed of all generated histories: the same ones in each run. */
export const SEED = 20261124;

/** What is wrong with a world after a move; nothing in a healthy one. */
export type Look = (world: World, played: Played) => string[];

type Options = {
  histories?: number;
  /** Looks once more when a history is over. */
  atTheEnd?: (world: World) => string[];
};

/**
 * Plays generated histories and looks at the world after each move.
 *
 * @returns `holds`, or the shortest history with a fault, in words
 */
export function inEveryHistory(
  look: Look,
  { histories = 4_000, atTheEnd = () => [] }: Options = {},
): string {
  const property = fc.property(
    policies,
    openings,
    fc.array(moves, { minLength: 5, maxLength: 60, size: 'max' }),
    (definition, opening, sequence) => {
      const world = new World(definition, opening);
      for (const move of sequence) {
        const played = world.play(move);
        refuse(played ? look(world, played) : []);
      }
      refuse(atTheEnd(world));
    },
  );
  const details = fc.check(property, { seed: SEED, numRuns: histories });
  return details.failed ? fc.defaultReportMessage(details) ?? '' : 'holds';
}

function refuse(faults: string[]): void {
  if (faults.length > 0) {
    throw new Error(faults.join('; '));
  }
}
