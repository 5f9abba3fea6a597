export { Guard } from './Guard';
export type { AllowedHost } from './Guard';
export { GuardedClient } from './GuardedClient';
export type { Answer } from './Exchange';
export { protectedAnswers } from './protectedAnswers';
export { SecretBox } from './SecretBox';
export { newSecret, secretBytes, signedHeaders } from './signature';
