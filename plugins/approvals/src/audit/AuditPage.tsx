import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ApprovalsError } from '@countersign/backstage-plugin-approvals-common';
import { Button, Card, CardBody } from '@backstage/ui';
import { RiFilterOffLine, RiHistoryLine } from '@remixicon/react';
import { useSearchParams } from 'react-router-dom';
import { approvalsTranslationRef } from '../translation';
import {
  EmptyState,
  FailedState,
  ListSkeleton,
  TroubleNote,
} from '../ui/states';
import { AuditEvents } from './AuditEvents';
import {
  AuditFilters,
  auditQueryOf,
  readFilters,
  writeFilters,
} from './auditFilters';
import { AuditToolbar } from './AuditToolbar';
import { ExportButtons } from './ExportButtons';
import { useAudit } from './useAudit';
import { useBrokenLine } from './useBrokenLine';
import { useVerification } from './useVerification';
import { VerifyPanel } from './VerifyPanel';

/** All history: what happened, who did it, and the proof that nobody changed it. */
export const AuditPage = () => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const [params, setParams] = useSearchParams();
  const filters = readFilters(params);
  const query = auditQueryOf(filters);
  const audit = useAudit(query);
  const { events, showMore } = audit;
  const setFilters = (next: AuditFilters) =>
    setParams(writeFilters(next), { replace: true });
  const showOnly = (stream: string) => setFilters({ about: stream });
  const { check, verify } = useVerification(query.stream);
  const broken = check.status === 'done' ? check.found.broken : null;
  const line = useBrokenLine({ broken, query, audit, showOnly });

  if (events.status === 'failed' && isForbidden(events.error)) {
    return <FailedState error={events.error} onRetry={events.reload} />;
  }
  return (
    <>
      <VerifyPanel
        stream={query.stream}
        check={check}
        onVerify={verify}
        isGone={line.isGone}
        onShow={line.show}
      >
        <ExportButtons query={query} />
      </VerifyPanel>
      <AuditToolbar filters={filters} onChange={setFilters} />
      {events.status === 'loading' && <ListSkeleton />}
      {events.status === 'failed' && (
        <FailedState error={events.error} onRetry={events.reload} />
      )}
      {events.status === 'ready' && (
        <section aria-label={t('audit.label')} aria-busy={!!events.outdated}>
          <TroubleNote error={events.trouble} />
          {events.value.items.length > 0 ? (
            <Card>
              <CardBody>
                <AuditEvents
                  events={events.value.items}
                  broken={broken ?? undefined}
                  wanted={line.wanted}
                  onShown={line.onShown}
                  onOnly={query.stream ? undefined : showOnly}
                />
                {events.value.more && (
                  <Button variant="tertiary" onPress={showMore}>
                    {t('state.more')}
                  </Button>
                )}
              </CardBody>
            </Card>
          ) : (
            <Nothing
              filtered={writeFilters(filters).size > 0}
              onClear={() => setFilters({ about: '' })}
            />
          )}
        </section>
      )}
    </>
  );
};

/** Whoever may not read it has no use for its filters. */
function isForbidden(error: Error): boolean {
  return error instanceof ApprovalsError && error.status === 403;
}

const Nothing = (props: { filtered: boolean; onClear: () => void }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  return props.filtered ? (
    <EmptyState
      icon={<RiFilterOffLine />}
      title={t('audit.emptyFiltered')}
      action={
        <Button variant="secondary" onPress={props.onClear}>
          {t('inbox.clearFilters')}
        </Button>
      }
    >
      {t('audit.emptyFilteredHint')}
    </EmptyState>
  ) : (
    <EmptyState icon={<RiHistoryLine />} title={t('audit.empty')}>
      {t('audit.emptyHint')}
    </EmptyState>
  );
};
