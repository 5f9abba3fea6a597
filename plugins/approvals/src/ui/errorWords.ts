import { ApprovalsError } from '@countersign/backstage-plugin-approvals-common';
import type { T } from '../translation';

/** What went wrong, in the server's own words; in ours when it never answered. */
export function errorWords(error: unknown, t: T): string {
  if (!(error instanceof ApprovalsError)) return t('codes.noConnection');
  const issues = error.issues.map(({ path, message }) =>
    path ? `${path} ${message}` : message,
  );
  return [error.message, ...issues].join(' · ');
}
