export { StageTrack } from './StageTrack';
export { trackOfDefinition } from './trackOfDefinition';
export { refsOfRequest, trackOfRequest } from './trackOfRequest';
export { refsOfDefinition, ruleWho } from './rules';
export { deadlineWords } from './needs';
