export { createNotices } from './createNotices';
