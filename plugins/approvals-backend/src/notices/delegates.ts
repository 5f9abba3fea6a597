import { RunningDelegation } from '../people';

/** Who may act now for somebody under a policy. */
export function delegatesUnder(
  running: readonly RunningDelegation[],
  policyKey: string,
): (person: string) => string[] {
  const matching = running.filter(
    ({ policyKeys }) => policyKeys?.includes(policyKey) ?? true,
  );
  return person =>
    matching
      .filter(({ delegator }) => delegator === person)
      .map(({ delegate }) => delegate);
}
