import { Endpoint, EndpointChoices } from './types';

/** Choices in their one form: the address as the URL standard spells it, no item twice. */
export function normalised(choices: EndpointChoices): EndpointChoices {
  return {
    name: choices.name,
    url: new URL(choices.url).href,
    types: [...new Set(choices.types)].sort(),
    policyKeys: [...new Set(choices.policyKeys)].sort(),
    usedFor: [...new Set(choices.usedFor)].sort(),
    enabled: choices.enabled,
  };
}

/** An endpoint with other choices. One that is enabled starts afresh: it has not failed yet. */
export function changed(
  before: Endpoint,
  choices: EndpointChoices,
  at: string,
): Endpoint {
  const after = { ...before, ...choices, updatedAt: at };
  if (choices.enabled === before.enabled) {
    return after;
  }
  return choices.enabled
    ? {
        ...after,
        disabledAt: undefined,
        disabledReason: undefined,
        failingSince: undefined,
        lastError: undefined,
      }
    : { ...after, disabledAt: at, disabledReason: 'person' };
}
