/** Upper bounds that every way in shares. Lengths are UTF-16 code units. */
export const LIMITS = {
  title: 200,
  name: 256,
  comment: 10_000,
  reason: 2_000,
  link: 2_000,
  expression: 4_096,
  stages: 50,
  rules: 50,
  depth: 32,
  people: 1_000,
  involved: 100,
  policyKeys: 100,
  examples: 50,
  bulkDecisions: 100,
  page: 100,
  bodyBytes: 256 * 1024,
} as const;
