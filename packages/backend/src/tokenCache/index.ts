export { tokenCache } from './tokenCache';
