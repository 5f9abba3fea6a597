/**
 * The rules of approvals as pure functions: no clock, database, network or
 * randomness; whatever they need arrives in the input.
 *
 * @packageDocumentation
 */
export { mayRun } from './callers';
export { decide } from './decide';
export { refuseAsking } from './decideCreate';
export { evolve } from './evolve';
export { step } from './step';
export { explain } from './explain';
export { findTask, stageAt } from './lookups';
export { goesOnAlone } from './passes';
export { idsNeeded } from './people';
export * from './simulate';
export * from './view';
export * from './inputs';
export * from './types';
