import {
  createPolicyBody,
  newVersionBody,
  PolicyDefinition,
  PolicyExample,
  PolicyFault,
  PolicyVersion,
  updatePolicyBody,
} from '@countersign/backstage-plugin-approvals-common';
import { z } from 'zod';
import { Database, Tx } from '../database';
import { ApprovalsRefusal, Caller, notFound, Once } from '../http';
import {
  factsOf,
  isVisible,
  PolicyAccess,
  PolicyRights,
  requireAdmitted,
  requireAny,
  requireVisible,
} from './PolicyAccess';
import { PolicyCheck } from './PolicyCheck';
import { policyDigest } from './policyDigest';
import { PolicyEvents } from './PolicyEvents';
import { PolicyReader } from './PolicyReader';
import { PolicyStore } from './PolicyStore';
import { laneOf, refuseFaulty, requireDraft } from './policyRefusals';
import { StoredVersion } from './types';

type Options = {
  database: Database;
  store: PolicyStore;
  events: PolicyEvents;
  check: PolicyCheck;
  reader: PolicyReader;
  access: PolicyAccess;
  /** UTC text with milliseconds. */
  now: () => string;
};

/** Makes and edits drafts. An active or archived version never changes. */
export class PolicyService {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * Makes a policy: version 1, a draft.
   *
   * @throws ApprovalsRefusal TOKEN_NOT_ALLOWED, NOT_ALLOWED, INVALID_INPUT, KEY_EXISTS
   */
  async create(
    caller: Caller,
    readBody: () => z.output<typeof createPolicyBody>,
    once?: Once,
  ): Promise<PolicyVersion> {
    const { access, store, events } = this.#options;
    const made = await this.#before(caller, once);
    if (made) {
      return made;
    }
    const rights = await access.rightsToChange(caller);
    requireAny(rights);
    const { definition, examples = [] } = readBody();
    const { key } = definition;
    requireAdmitted(
      rights.write,
      factsOf({ key, status: 'draft', definition }),
    );
    const warnings = await this.#check(caller, definition, examples);
    const draft = this.#draft(caller, { version: 1, definition, examples });
    return this.#change(key, draft, warnings, async tx => {
      if ((await store.latest(key, tx)) > 0) {
        throw new ApprovalsRefusal(
          'KEY_EXISTS',
          `There is a policy '${key}' already`,
        );
      }
      await store.add(tx, draft);
      const { digest } = draft;
      const payload = { key, version: 1, digest };
      await events.tell(tx, caller, 'policy.created', payload, once?.id);
    });
  }

  /**
   * Makes a draft as a copy of a version: of the active one, or of the newest.
   *
   * @throws ApprovalsRefusal TOKEN_NOT_ALLOWED, NOT_FOUND, NOT_ALLOWED, INVALID_INPUT
   */
  async createVersion(
    caller: Caller,
    key: string,
    readBody: () => z.output<typeof newVersionBody>,
    once?: Once,
  ): Promise<PolicyVersion> {
    const { access, store, events } = this.#options;
    const made = await this.#before(caller, once);
    if (made) {
      return made;
    }
    const rights = await access.rightsToChange(caller);
    const usual = await store.usual(key, rights.visible);
    if (!usual) {
      throw notFound();
    }
    requireAny(rights);
    const { from = usual.version } = readBody();
    const source = await store.get(key, from);
    if (!source || !isVisible(source, rights)) {
      throw new ApprovalsRefusal('INVALID_INPUT', `/from: no version ${from}`, {
        issues: [{ path: '/from', message: `there is no version ${from}` }],
      });
    }
    requireAdmitted(rights.write, factsOf({ ...source, status: 'draft' }));
    const warnings = await this.#options.check.warningsOf(
      laneOf(caller),
      source.definition,
    );
    const draft = this.#draft(caller, { ...source, version: 0 });
    return this.#change(key, draft, warnings, async tx => {
      draft.version = (await store.latest(key, tx)) + 1;
      await store.add(tx, draft);
      const { version, digest } = draft;
      const payload = { key, version, from, digest };
      await events.tell(
        tx,
        caller,
        'policy.version_created',
        payload,
        once?.id,
      );
    });
  }

  /**
   * Changes a draft that is still as the caller read it. Examples that are
   * left out stay.
   *
   * @throws ApprovalsRefusal TOKEN_NOT_ALLOWED, NOT_FOUND, NOT_ALLOWED,
   *   INVALID_INPUT, VERSION_IMMUTABLE, DRAFT_CHANGED
   */
  async update(
    caller: Caller,
    key: string,
    version: number,
    readBody: () => z.output<typeof updatePolicyBody>,
  ): Promise<PolicyVersion> {
    const { store, events } = this.#options;
    const { stored, rights } = await this.#writable(caller, key, version);
    const { definition, examples, revision } = readBody();
    if (definition.key !== key) {
      refuseFaulty([
        { path: '/definition/key', message: `must stay '${key}'` },
      ]);
    }
    requireAdmitted(
      rights.write,
      factsOf({ key, status: 'draft', definition }),
    );
    requireDraft(stored);
    const warnings = await this.#check(caller, definition, examples);
    const digest = policyDigest(definition);
    const changed: StoredVersion = {
      ...stored,
      definition,
      examples: examples ?? stored.examples,
      digest,
      revision: revision + 1,
    };
    return this.#change(key, changed, warnings, async tx => {
      if (!(await store.update(tx, { key, version, revision }, changed))) {
        await this.#refuseStale(tx, key, version);
      }
      await events.tell(tx, caller, 'policy.changed', {
        key,
        version,
        revision: revision + 1,
        digest,
      });
    });
  }

  /**
   * Throws a draft away.
   *
   * @throws ApprovalsRefusal TOKEN_NOT_ALLOWED, NOT_FOUND, NOT_ALLOWED, VERSION_IMMUTABLE
   */
  async remove(caller: Caller, key: string, version: number): Promise<void> {
    const { database, store, events } = this.#options;
    const { stored } = await this.#writable(caller, key, version);
    requireDraft(stored);
    await database.inTransaction(async tx => {
      await store.lock(tx, key);
      if (!(await store.remove(tx, { key, version }))) {
        await this.#refuseStale(tx, key, version);
      }
      await events.tell(tx, caller, 'policy.draft_deleted', { key, version });
    });
  }

  /** The version that an earlier try of the same POST made. */
  async #before(
    caller: Caller,
    once?: Once,
  ): Promise<PolicyVersion | undefined> {
    const { check, events, reader, store } = this.#options;
    const made = once?.again ? await events.versionIn(once.id) : undefined;
    const stored = made && (await store.get(made.key, made.version));
    if (!stored) {
      return undefined;
    }
    const { definition } = stored;
    const warnings = await check.warningsOf(laneOf(caller), definition);
    return { ...(await reader.view(stored)), warnings };
  }

  async #writable(
    caller: Caller,
    key: string,
    version: number,
  ): Promise<{ stored: StoredVersion; rights: PolicyRights }> {
    const { access, store } = this.#options;
    const rights = await access.rightsToChange(caller);
    const stored = requireVisible(await store.get(key, version), rights);
    requireAdmitted(rights.write, factsOf(stored));
    return { stored, rights };
  }

  async #check(
    caller: Caller,
    definition: PolicyDefinition,
    examples?: PolicyExample[],
  ): Promise<PolicyFault[]> {
    const { check } = this.#options;
    const lane = laneOf(caller);
    refuseFaulty(await check.bodyFaults(lane, { definition, examples }));
    return check.warningsOf(lane, definition);
  }

  #draft(
    caller: Caller,
    {
      version,
      definition,
      examples,
    }: Pick<StoredVersion, 'version' | 'definition' | 'examples'>,
  ): StoredVersion {
    return {
      key: definition.key,
      version,
      status: 'draft',
      definition,
      examples,
      digest: policyDigest(definition),
      revision: 1,
      createdBy: caller.ref,
      createdAt: this.#options.now(),
    };
  }

  async #change(
    key: string,
    changed: StoredVersion,
    warnings: PolicyFault[],
    work: (tx: Tx) => Promise<void>,
  ): Promise<PolicyVersion> {
    const { database, store, reader } = this.#options;
    await database.inTransaction(async tx => {
      await store.lock(tx, key);
      await work(tx);
    });
    return { ...(await reader.view(changed)), warnings };
  }

  async #refuseStale(tx: Tx, key: string, version: number): Promise<never> {
    const stored = await this.#options.store.get(key, version, tx);
    if (!stored) {
      throw notFound();
    }
    requireDraft(stored);
    throw new ApprovalsRefusal(
      'DRAFT_CHANGED',
      'Somebody else has changed this draft: read it again',
      { details: { revision: stored.revision } },
    );
  }
}
