export { passRow } from './passRow';
export { passView } from './passView';
