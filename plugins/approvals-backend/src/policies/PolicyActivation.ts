import { PolicyVersion } from '@countersign/backstage-plugin-approvals-common';
import { Tx } from '../database';
import { ApprovalsRefusal, Caller, notFound } from '../http';
import { runExamples } from './examples';
import {
  factsOf,
  PolicyAccess,
  requireAdmitted,
  requireVisible,
} from './PolicyAccess';
import { PolicyCheck } from './PolicyCheck';
import { PolicyEvents } from './PolicyEvents';
import { PolicyReader } from './PolicyReader';
import { laneOf, refuseFaulty } from './policyRefusals';
import { PolicyStore } from './PolicyStore';
import { Simulator } from './Simulator';
import { StoredVersion } from './types';

type Options = {
  store: PolicyStore;
  events: PolicyEvents;
  check: PolicyCheck;
  reader: PolicyReader;
  access: PolicyAccess;
  simulator: Simulator;
  /** UTC text with milliseconds. */
  now: () => string;
};

/** Puts versions into force and out of it. At most one of a key is in force. */
export class PolicyActivation {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * Puts a version into force; the one before it is archived. Its examples are
   * run first. One that is in force already stays so.
   *
   * @param readBody - reads the body, which says nothing; called once it is
   *   clear that the caller may activate
   * @throws ApprovalsRefusal TOKEN_NOT_ALLOWED, NOT_FOUND, NOT_ALLOWED,
   *   INVALID_INPUT when it could not be saved today, EXAMPLES_FAILED,
   *   DRAFT_CHANGED when it was edited meanwhile
   */
  async activate(
    caller: Caller,
    key: string,
    version: number,
    readBody: () => object = () => ({}),
  ): Promise<PolicyVersion> {
    const { check, simulator, store } = this.#options;
    const checked = await this.#permitted(caller, key, version);
    readBody();
    const lane = laneOf(caller);
    if (checked.status !== 'active') {
      const { definition } = checked;
      refuseFaulty(await check.bodyFaults(lane, { definition }));
      const failed = await runExamples(simulator, checked, lane);
      if (failed.length > 0) {
        throw new ApprovalsRefusal(
          'EXAMPLES_FAILED',
          `${failed.length} of the version's examples give something else`,
          { details: { examples: failed } },
        );
      }
      await store.changing(key, tx => this.#activate(tx, caller, checked));
    }
    return this.#show(key, version, {
      warnings: await check.warningsOf(lane, checked.definition),
    });
  }

  /**
   * Takes a version out of force: new requests of its key are refused then.
   *
   * @param readBody - as of {@link activate}
   * @throws ApprovalsRefusal TOKEN_NOT_ALLOWED, NOT_FOUND, NOT_ALLOWED,
   *   NO_ACTIVE_VERSION when it is not in force
   */
  async deactivate(
    caller: Caller,
    key: string,
    version: number,
    readBody: () => object = () => ({}),
  ): Promise<PolicyVersion> {
    const { store, events } = this.#options;
    await this.#permitted(caller, key, version);
    readBody();
    await store.changing(key, async tx => {
      const active = await store.active(key, tx);
      if (active?.version !== version) {
        throw new ApprovalsRefusal(
          'NO_ACTIVE_VERSION',
          `Version ${version} of '${key}' is not active`,
        );
      }
      await store.deactivate(tx, key);
      await events.tell(tx, caller, 'policy.deactivated', { key, version });
    });
    return this.#show(key, version);
  }

  async #activate(
    tx: Tx,
    caller: Caller,
    checked: StoredVersion,
  ): Promise<void> {
    const { store, events, now } = this.#options;
    const { key, version, revision, digest } = checked;
    const present = await store.get(key, version, tx);
    if (present?.status === 'active') {
      return;
    }
    // A draft that was thrown away and made again has the same number and revision.
    if (
      present?.revision !== revision ||
      present.createdAt !== checked.createdAt
    ) {
      throw new ApprovalsRefusal(
        'DRAFT_CHANGED',
        'Somebody has changed this version meanwhile: look at it again',
      );
    }
    const before = await store.active(key, tx);
    await store.activate(tx, { key, version, by: caller.ref, at: now() });
    await events.tell(tx, caller, 'policy.activated', {
      key,
      version,
      digest,
      ...(before && { archived: before.version }),
    });
  }

  async #permitted(
    caller: Caller,
    key: string,
    version: number,
  ): Promise<StoredVersion> {
    const { access, store } = this.#options;
    const rights = await access.rightsToChange(caller);
    const stored = await store.get(key, version);
    const mayActivate = stored && rights.activate.admits(factsOf(stored));
    if (stored && mayActivate) {
      return stored;
    }
    const seen = requireVisible(stored, rights);
    requireAdmitted(rights.activate, factsOf(seen));
    return seen;
  }

  async #show(
    key: string,
    version: number,
    beside: Pick<PolicyVersion, 'warnings'> = {},
  ): Promise<PolicyVersion> {
    const { store, reader } = this.#options;
    const stored = await store.get(key, version);
    if (!stored) {
      throw notFound();
    }
    return { ...(await reader.view(stored)), ...beside };
  }
}
