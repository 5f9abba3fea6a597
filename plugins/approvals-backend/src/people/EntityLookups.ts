import { AuthService } from '@backstage/backend-plugin-api';
import { Entity } from '@backstage/catalog-model';
import { ServiceUnavailableError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { Batches, Outcome } from '../batches';
import { withTimeout } from './withTimeout';

/** Milliseconds that one call may take. */
const TIMEOUT = 10_000;
/** Look-ups that go in one call. */
const MOST = 200;
/** One that hangs must not hold up the rest. */
const AT_ONCE = 2;

/**
 * Looks entities up in the catalog by their refs. Look-ups of the same fields
 * that come at the same time are one call, which asks for each ref once. None
 * is answered by a call that was sent before it came: nothing is remembered.
 */
export class EntityLookups {
  readonly #catalog: CatalogService;
  readonly #auth: AuthService;
  readonly #batches = new Map<string, Batches<string[], Map<string, Entity>>>();

  constructor(options: { catalog: CatalogService; auth: AuthService }) {
    this.#catalog = options.catalog;
    this.#auth = options.auth;
  }

  /**
   * Those of the refs that the catalog has, in the order of the refs.
   *
   * @param fields - what to read of each entity
   * @throws ServiceUnavailableError when the catalog does not answer
   */
  async byRefs(refs: string[], fields: string[]): Promise<Map<string, Entity>> {
    return refs.length === 0 ? new Map() : this.#batchesOf(fields).do(refs);
  }

  #batchesOf(fields: string[]) {
    const key = fields.join();
    const batches =
      this.#batches.get(key) ??
      new Batches({
        work: (asked: string[][]) => this.#look(asked, fields),
        most: MOST,
        atOnce: AT_ONCE,
      });
    this.#batches.set(key, batches);
    return batches;
  }

  async #look(
    asked: string[][],
    fields: string[],
  ): Promise<Outcome<Map<string, Entity>>[]> {
    const refs = [...new Set(asked.flat())];
    const credentials = await this.#auth.getOwnServiceCredentials();
    const { items } = await withTimeout(TIMEOUT, () =>
      this.#catalog.getEntitiesByRefs(
        { entityRefs: refs, fields },
        { credentials },
      ),
    ).catch(error => {
      throw new ServiceUnavailableError('The catalog did not answer', error);
    });
    const found = new Map(refs.map((ref, index) => [ref, items[index]]));
    return asked.map(own => ({
      result: new Map(
        own.flatMap(ref => {
          const entity = found.get(ref);
          return entity ? [[ref, entity] as const] : [];
        }),
      ),
    }));
  }
}
