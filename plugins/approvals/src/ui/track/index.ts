export { StageTrack } from './StageTrack';
export { trackOfDefinition } from './trackOfDefinition';
export { refsOfRequest, trackOfRequest } from './trackOfRequest';
export { refsOfDefinition } from './rules';
