/** For so long, in milliseconds, a User of the catalog is taken to be one still. */
const REMEMBERED = 10_000;
const MOST = 10_000;

/**
 * Whether people are Users of the catalog, for the moment of a decision: asked
 * with every click, and a yes remembered for ten seconds. The catalog itself
 * is minutes behind where people leave, and a no is never remembered.
 */
export class KnownUsers {
  readonly #users: (refs: Iterable<string>) => Promise<Set<string>>;
  readonly #now: () => number;
  readonly #seen = new Map<string, number>();

  constructor(options: {
    users: (refs: Iterable<string>) => Promise<Set<string>>;
    /** Milliseconds on any clock. */
    now: () => number;
  }) {
    this.#users = options.users;
    this.#now = options.now;
  }

  /** Those of the refs that are no Users of the catalog. */
  async notUsers(refs: Iterable<string>): Promise<string[]> {
    const now = this.#now();
    const unsure = [...new Set(refs)].filter(
      ref => (this.#seen.get(ref) ?? 0) <= now - REMEMBERED,
    );
    if (unsure.length === 0) {
      return [];
    }
    const users = await this.#users(unsure);
    if (this.#seen.size > MOST) {
      this.#seen.clear();
    }
    users.forEach(ref => this.#seen.set(ref, now));
    return unsure.filter(ref => !users.has(ref));
  }
}
