import {
  PolicyVersion,
  updatePolicyBody,
} from '@countersign/backstage-plugin-approvals-common';
import { z } from 'zod';
import { Tx } from '../database';
import { ApprovalsRefusal, Caller, notFound } from '../http';
import {
  factsOf,
  PolicyAccess,
  PolicyRights,
  requireAdmitted,
  requireVisible,
} from './PolicyAccess';
import { PolicyCheck } from './PolicyCheck';
import { policyDigest } from './policyDigest';
import { PolicyEvents } from './PolicyEvents';
import { PolicyReader } from './PolicyReader';
import { laneOf, refuseFaulty, requireDraft } from './policyRefusals';
import { PolicyStore } from './PolicyStore';
import { StoredVersion } from './types';

type Options = {
  store: PolicyStore;
  events: PolicyEvents;
  check: PolicyCheck;
  reader: PolicyReader;
  access: PolicyAccess;
};

/** Edits drafts and throws them away. An active or archived version never changes. */
export class PolicyDrafts {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
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
    const { check, events, reader, store } = this.#options;
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
    const warnings = await check.requireFlawless(laneOf(caller), {
      definition,
      examples,
    });
    const digest = policyDigest(definition);
    const changed: StoredVersion = {
      ...stored,
      definition,
      examples: examples ?? stored.examples,
      digest,
      revision: revision + 1,
    };
    await store.changing(key, async tx => {
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
    return { ...(await reader.view(changed)), warnings };
  }

  /**
   * Throws a draft away.
   *
   * @throws ApprovalsRefusal TOKEN_NOT_ALLOWED, NOT_FOUND, NOT_ALLOWED, VERSION_IMMUTABLE
   */
  async remove(caller: Caller, key: string, version: number): Promise<void> {
    const { store, events } = this.#options;
    const { stored } = await this.#writable(caller, key, version);
    requireDraft(stored);
    await store.changing(key, async tx => {
      if (!(await store.remove(tx, { key, version }))) {
        await this.#refuseStale(tx, key, version);
      }
      await events.tell(tx, caller, 'policy.draft_deleted', { key, version });
    });
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
