/** For so long, in milliseconds, a User of the catalog is taken to be one still. */
const REMEMBERED = 10_000;
const MOST = 10_000;

type Known = { name: string; since: number };

/**
 * Whether people are Users of the catalog, for the moment of a command: asked
 * with every click, and a yes remembered for ten seconds. The catalog itself
 * is minutes behind where people leave, and a no is never remembered.
 */
export class KnownUsers {
  readonly #namesOf: (refs: Iterable<string>) => Promise<Map<string, string>>;
  readonly #now: () => number;
  readonly #known = new Map<string, Known>();

  constructor(options: {
    /** Display names of those of the refs that are Users. */
    namesOf: (refs: Iterable<string>) => Promise<Map<string, string>>;
    /** Milliseconds on any clock. */
    now: () => number;
  }) {
    this.#namesOf = options.namesOf;
    this.#now = options.now;
  }

  /** Those of the refs that are no Users of the catalog. */
  async notUsers(refs: Iterable<string>): Promise<string[]> {
    const asked = [...new Set(refs)];
    const names = await this.#look(asked);
    return asked.filter(ref => !names.has(ref));
  }

  /** Whether somebody is a User of the catalog. */
  async isUser(ref: string): Promise<boolean> {
    return (await this.#look([ref])).has(ref);
  }

  /** A person's display name; the ref itself when the catalog does not have them. */
  async nameOf(ref: string): Promise<string> {
    const names = await this.#look([ref]);
    return names.get(ref) ?? ref;
  }

  async #look(refs: string[]): Promise<Map<string, string>> {
    const since = this.#now();
    const names = new Map<string, string>();
    for (const ref of refs) {
      const known = this.#known.get(ref);
      if (known && known.since > since - REMEMBERED) {
        names.set(ref, known.name);
      }
    }
    const unsure = refs.filter(ref => !names.has(ref));
    if (unsure.length > 0) {
      const found = await this.#namesOf(unsure);
      this.#remember(found, since);
      found.forEach((name, ref) => names.set(ref, name));
    }
    return names;
  }

  #remember(names: Map<string, string>, since: number): void {
    if (this.#known.size > MOST) {
      this.#known.clear();
    }
    names.forEach((name, ref) => this.#known.set(ref, { name, since }));
  }
}
