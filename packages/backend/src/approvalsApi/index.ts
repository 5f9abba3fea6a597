export { approvalsApi } from './approvalsApi';
