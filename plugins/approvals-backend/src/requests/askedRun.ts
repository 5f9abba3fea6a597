import {
  Execution,
  passConsumePermission,
} from '@countersign/backstage-plugin-approvals-common';
import { Caller as EngineCaller } from '../engine';
import { Caller } from '../http';
import { Access } from '../permissions';

/** Who asks, and what is to run after the approval. */
export type AskedRun = { asker: EngineCaller; execution?: Execution };

/** What is to run, with the service that its kind belongs to; who asks, with the right that it takes. */
export async function askedRun(
  caller: Caller,
  execution: Omit<Execution, 'executor'> | undefined,
  options: {
    access: Pick<Access, 'may'>;
    executorOf: (kind: string) => string | undefined;
  },
): Promise<AskedRun> {
  if (!execution) {
    return { asker: asAsker(caller, false) };
  }
  const executor = options.executorOf(execution.kind);
  // Who has an executor's name has it by its token, and no permission gives it.
  const mayConsume =
    !executor && (await options.access.may(caller, passConsumePermission));
  const secrets = execution.secrets && [...new Set(execution.secrets)];
  return {
    asker: asAsker(caller, mayConsume),
    execution: { ...execution, secrets, executor },
  };
}

function asAsker(caller: Caller, consume: boolean): EngineCaller {
  return {
    kind: caller.kind,
    ref: caller.ref,
    actor: caller.actor,
    isUser: caller.kind === 'user',
    delegators: [],
    may: { override: false, reassign: false, cancel: false, consume },
    ownsPolicy: false,
  };
}
