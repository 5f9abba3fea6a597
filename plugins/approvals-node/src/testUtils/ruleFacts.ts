import { RuleFacts } from '../ruleTypes';

/** Facts of a made-up request for tests of rule types; give what the test is about. */
export function ruleFacts(given: Partial<RuleFacts> = {}): RuleFacts {
  return {
    request: {
      id: '019ac000-0000-7000-8000-000000000001',
      round: 1,
      createdAt: '2026-11-24T09:00:00.000Z',
      policyKey: 'example',
      policyVersion: 1,
    },
    requester: {
      ref: 'user:default/alice',
      name: 'Alice Amari',
      groups: ['group:default/billing'],
    },
    subject: { type: 'example', id: 'example-1', title: 'An example' },
    context: {},
    stage: { name: 'Review', index: 0 },
    now: '2026-11-24T09:00:01.000Z',
    ...given,
  };
}
