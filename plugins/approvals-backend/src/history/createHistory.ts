import { Database } from '../database';
import { Audit } from './Audit';
import { AuditStore } from './AuditStore';
import { CopyCheck } from './CopyCheck';
import { Eraser, ForgetWords } from './Eraser';
import { Announce, History } from './History';
import { HistoryStore } from './HistoryStore';
import { Sealer } from './Sealer';
import { SealStore } from './SealStore';
import { Verifier } from './Verifier';

/** Furnishes the room. */
export function createHistory(options: {
  database: Database;
  now: () => string;
  newId: () => string;
  newSalt: () => string;
  /** Tells, in the same transaction, that lines were appended. */
  announce?: Announce;
  /** Takes erased words out of what other rooms keep. */
  forget?: ForgetWords;
}) {
  const { database, announce } = options;
  const store = new HistoryStore(database);
  const seals = new SealStore(database);
  const history = new History({ store, announce });
  return {
    history,
    audit: new Audit({ store: new AuditStore({ database, store }) }),
    verifier: new Verifier({ store, seals }),
    copyCheck: new CopyCheck({ database, store }),
    sealer: new Sealer({ ...options, store, seals, history }),
    eraser: new Eraser({ ...options, store, history }),
  };
}
