import { useReadReleased } from './useReadReleased';

/** Shows nothing: keeps the bell free of notices that are settled. */
export const ReleasedNotices = () => {
  useReadReleased();
  return null;
};
