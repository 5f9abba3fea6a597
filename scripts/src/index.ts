/**
 * The demo's people as callers, for benchmarks and browser tests.
 *
 * @packageDocumentation
 */
export { createCallers, signIn } from './demo/callers';
export type { Callers } from './demo/callers';
