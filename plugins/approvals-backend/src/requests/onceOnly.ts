import { isUniqueViolation } from '../database';
import { History } from '../history';
import { Once } from '../http';
import { Acted } from './acted';
import { Find, RequestStore } from './RequestStore';

type Rooms = { store: RequestStore; history: Pick<History, 'find'> };

/**
 * Does what was sent under an Idempotency-Key once. An earlier try may have
 * done it and died before it answered: then its first event has the key's id.
 */
export async function onceOnly(
  { find, once }: { find: Find; once?: Once },
  rooms: Rooms,
  work: () => Promise<Acted>,
): Promise<Acted> {
  const before = once?.again ? await doneBefore(find, once, rooms) : undefined;
  if (before) {
    return before;
  }
  try {
    return await work();
  } catch (error) {
    // An earlier try, taken for dead, was only slow.
    const other =
      once && isUniqueViolation(error, 'events_pkey')
        ? await doneBefore(find, once, rooms)
        : undefined;
    if (!other) {
      throw error;
    }
    return other;
  }
}

async function doneBefore(
  find: Find,
  { id }: Once,
  { store, history }: Rooms,
): Promise<Acted | undefined> {
  const [event, loaded] = await Promise.all([
    history.find(id),
    store.load(find),
  ]);
  return event && loaded
    ? { state: loaded.state, events: [event], repeated: false }
    : undefined;
}

/** Ids of which the first is given. */
export function beginningWith(
  first: string | undefined,
  newId: () => string,
): () => string {
  let given = first;
  return () => {
    const id = given ?? newId();
    given = undefined;
    return id;
  };
}
