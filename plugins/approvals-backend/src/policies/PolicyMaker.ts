import {
  createPolicyBody,
  newVersionBody,
  PolicyVersion,
} from '@countersign/backstage-plugin-approvals-common';
import { z } from 'zod';
import { ApprovalsRefusal, Caller, notFound, Once } from '../http';
import {
  factsOf,
  isVisible,
  PolicyAccess,
  PolicyRights,
  requireAdmitted,
  requireAny,
} from './PolicyAccess';
import { PolicyCheck } from './PolicyCheck';
import { policyDigest } from './policyDigest';
import { PolicyEvents } from './PolicyEvents';
import { PolicyReader } from './PolicyReader';
import { laneOf } from './policyRefusals';
import { PolicyStore } from './PolicyStore';
import { StoredVersion, VersionContent } from './types';

type Options = {
  store: PolicyStore;
  events: PolicyEvents;
  check: PolicyCheck;
  reader: PolicyReader;
  access: PolicyAccess;
  /** UTC text with milliseconds. */
  now: () => string;
};

/** Makes policies and further versions of them: each is a draft at first. */
export class PolicyMaker {
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
    const { access, check, events, reader, store } = this.#options;
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
    const warnings = await check.requireFlawless(laneOf(caller), {
      definition,
      examples,
    });
    const draft = this.#draft(caller, { version: 1, definition, examples });
    await store.changing(key, async tx => {
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
    return { ...(await reader.view(draft)), warnings };
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
    const { access, check, events, reader, store } = this.#options;
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
    const source = await this.#source(key, from, rights);
    requireAdmitted(rights.write, factsOf({ ...source, status: 'draft' }));
    const warnings = await check.warningsOf(laneOf(caller), source.definition);
    const draft = this.#draft(caller, { ...source, version: 0 });
    await store.changing(key, async tx => {
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
    return { ...(await reader.view(draft)), warnings };
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

  async #source(
    key: string,
    from: number,
    rights: PolicyRights,
  ): Promise<StoredVersion> {
    const source = await this.#options.store.get(key, from);
    if (!source || !isVisible(source, rights)) {
      throw new ApprovalsRefusal('INVALID_INPUT', `/from: no version ${from}`, {
        issues: [{ path: '/from', message: `there is no version ${from}` }],
      });
    }
    return source;
  }

  #draft(
    caller: Caller,
    {
      version,
      definition,
      examples,
    }: VersionContent & Pick<StoredVersion, 'version'>,
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
}
