import {
  auditReadPermission,
  operations,
} from '@countersign/backstage-plugin-approvals-common';
import { ApprovalsRefusal, Caller, Route } from '../http';
import { Access } from '../permissions';
import { exportReply } from './exportFormats';
import { Audit } from './Audit';
import { Verifier } from './Verifier';

/** Lays the routes of the audit. */
export function addAuditRoutes(
  route: Route,
  rooms: { audit: Audit; verifier: Verifier; access: Pick<Access, 'may'> },
): void {
  const { audit, verifier, access } = rooms;
  const mayRead = async (caller: Caller) => {
    if (!(await access.may(caller, auditReadPermission))) {
      throw new ApprovalsRefusal('NOT_ALLOWED', 'You may not read the audit');
    }
  };
  route(operations.listAudit, async ({ caller, query }) => {
    await mayRead(caller);
    const filters = query();
    return filters.format === 'jsonl' || filters.format === 'csv'
      ? exportReply(filters.format, audit.export(filters))
      : audit.list(filters);
  });
  route(operations.verifyAudit, async ({ caller, query, gone }) => {
    await mayRead(caller);
    return verifier.verify({ ...query(), signal: gone() });
  });
}
