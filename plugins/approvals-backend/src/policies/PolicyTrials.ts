import {
  PolicyFault,
  simulateBody,
  Simulation,
  Subject,
  ValidateResult,
} from '@countersign/backstage-plugin-approvals-common';
import { z } from 'zod';
import { ApprovalsRefusal, Caller } from '../http';
import { PolicyAccess, requireAny, requireVisible } from './PolicyAccess';
import { PolicyCheck } from './PolicyCheck';
import { laneOf, refuseFaulty } from './policyRefusals';
import { PolicyStore } from './PolicyStore';
import { Simulator } from './Simulator';
import { VersionContent } from './types';

const DEFINITION = '/definition';

type SimulateInput = z.output<typeof simulateBody>;

/** What a simulation takes from a request that was made. */
export type PastRequest = {
  requester: string;
  subject: Subject;
  context: Record<string, unknown>;
};

type Options = {
  store: PolicyStore;
  check: PolicyCheck;
  access: PolicyAccess;
  simulator: Simulator;
  /** A request that the caller may see. @throws ApprovalsRefusal NOT_FOUND */
  pastRequest: (caller: Caller, id: string) => Promise<PastRequest>;
};

type Tried = Pick<VersionContent, 'definition'> & {
  version: number;
  warnings: Simulation['warnings'];
};

/** Looks at policies without saving anything. */
export class PolicyTrials {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * Says what is wrong or odd in anything that should be a definition.
   *
   * @throws ApprovalsRefusal TOKEN_NOT_ALLOWED, NOT_ALLOWED for who may write no policies
   */
  async validate(
    caller: Caller,
    readBody: () => { definition?: unknown },
  ): Promise<ValidateResult> {
    const { access, check } = this.#options;
    requireAny(await access.rightsToChange(caller));
    const body = readOrFaults(readBody);
    if ('faults' in body) {
      return { faults: body.faults, warnings: [] };
    }
    const { faults, warnings } = await check.validate(
      laneOf(caller),
      body.definition,
    );
    return { faults, warnings };
  }

  /**
   * Says whom a policy would ask: a definition, or a stored version (the
   * active one, or the newest that the caller may see), for a made-up request
   * or for one that was made.
   *
   * @throws ApprovalsRefusal TOKEN_NOT_ALLOWED, NOT_ALLOWED, NOT_FOUND, INVALID_INPUT
   */
  async simulate(
    caller: Caller,
    readBody: () => SimulateInput,
  ): Promise<Simulation> {
    const { simulator, pastRequest } = this.#options;
    const body = readBody();
    const lane = laneOf(caller);
    const tried = await this.#tried(caller, body);
    const past =
      body.requestId === undefined
        ? undefined
        : await pastRequest(caller, body.requestId);
    const { definition, version, warnings } = tried;
    const result = await simulator.run({
      definition,
      version,
      lane,
      requester: body.requester ?? past?.requester ?? requesterBy(caller),
      subject: { ...past?.subject, ...body.subject },
      context: body.context ?? past?.context ?? {},
    });
    return { ...result, warnings };
  }

  async #tried(
    caller: Caller,
    { definition, key, version }: SimulateInput,
  ): Promise<Tried> {
    return key === undefined
      ? this.#given(caller, definition)
      : this.#stored(caller, key, version);
  }

  async #given(caller: Caller, input: unknown): Promise<Tried> {
    const { access, check } = this.#options;
    requireAny(await access.rightsToChange(caller));
    const { definition, faults, warnings } = await check.validate(
      laneOf(caller),
      input,
    );
    refuseFaulty(
      faults.map(({ path, message }) => ({
        path: `${DEFINITION}${path}`,
        message,
      })),
    );
    if (!definition) {
      throw new Error('A definition without faults must have been parsed');
    }
    return { definition, version: 1, warnings };
  }

  async #stored(
    caller: Caller,
    key: string,
    asked: number | undefined,
  ): Promise<Tried> {
    const { access, store, check } = this.#options;
    const rights = await access.rights(caller);
    const found =
      asked === undefined
        ? await store.usual(key, rights.visible)
        : await store.get(key, asked);
    const { definition, version } = requireVisible(found, rights);
    const warnings = await check.warningsOf(laneOf(caller), definition);
    return { definition, version, warnings };
  }
}

/** A body; or what is wrong below its definition, when that is all that is wrong. */
function readOrFaults(
  readBody: () => { definition?: unknown },
): { definition?: unknown } | { faults: PolicyFault[] } {
  try {
    return readBody();
  } catch (error) {
    const issues = error instanceof ApprovalsRefusal ? error.issues ?? [] : [];
    const isAbout = ({ path }: PolicyFault) =>
      path === DEFINITION || path.startsWith(`${DEFINITION}/`);
    if (issues.length === 0 || !issues.every(isAbout)) {
      throw error;
    }
    return {
      faults: issues.map(({ path, message }) => ({
        path: path.slice(DEFINITION.length),
        message,
      })),
    };
  }
}

function requesterBy(caller: Caller): string {
  if (caller.kind === 'service') {
    throw new ApprovalsRefusal('INVALID_INPUT', '/requester: name one', {
      issues: [{ path: '/requester', message: 'a service must name one' }],
    });
  }
  return caller.ref;
}
