import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Card, CardBody, Link, Text } from '@backstage/ui';
import type {
  Request,
  Run,
} from '@countersign/backstage-plugin-approvals-common';
import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router-dom';
import { WaitingOn } from '../../requests/page/panels/WaitingOn';
import { useRequest } from '../../requests/page/useRequest';
import { requestRouteRef } from '../../routes';
import { approvalsTranslationRef } from '../../translation';
import { useFace } from '../../ui/people/useFaces';
import { FailedState, ListSkeleton, TroubleNote } from '../../ui/states';
import { StatusBadge } from '../../ui/StatusBadge';
import { ResumePanel } from '../ResumePanel';
import { isRefused, runLine } from '../runLine';
import { taskOf } from '../retryTask';
import { FollowedRun, useRun } from '../useRun';
import styles from './task.module.css';

/** One approval that a task waits for: of whom, and the way to go on once it is there. */
export const TaskRequest = (props: { id: string; taskId: string }) => {
  const request = useRequest(props.id);
  if (request.status === 'loading') {
    return (
      <Card>
        <CardBody>
          <ListSkeleton rows={1} />
        </CardBody>
      </Card>
    );
  }
  if (request.status === 'failed') {
    return <FailedState error={request.error} onRetry={request.reload} />;
  }
  return (
    <>
      <TroubleNote error={request.trouble} />
      <Awaited request={request.value} taskId={props.taskId} />
    </>
  );
};

const Awaited = (props: { request: Request; taskId: string }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { request, taskId } = props;
  const page = useRouteRef(requestRouteRef);
  const run = useRun(request);
  const isOfTask = request.execution && taskOf(request.execution) === taskId;
  useReload(isOfTask ? run : undefined);
  return (
    <div className={styles.request}>
      <Card className={styles.card}>
        <CardBody>
          <span className={styles.head}>
            <h2>
              <Link
                href={page?.({ id: request.id })}
                variant="body-large"
                weight="bold"
              >
                {request.subject.title}
              </Link>
            </h2>
            <StatusBadge status={request.status} />
          </span>
          {run?.status === 'ready' && (
            <Line request={request} run={run.value} />
          )}
          {request.status === 'in_review' && <WaitingOn request={request} />}
          {!isRefused(request) && (
            <Text as="p" variant="body-small" color="secondary">
              {t('run.task.notFailed')}
            </Text>
          )}
        </CardBody>
      </Card>
      {isOfTask && run?.status === 'ready' && (
        <ResumePanel request={request} run={run.value} reload={run.reload} />
      )}
    </div>
  );
};

const Line = (props: { request: Request; run: Run }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const requester = useFace(props.request.requester).name;
  return (
    <Text as="p" variant="body-medium">
      {runLine(t, { ...props, requester })}
    </Text>
  );
};

/** The scaffolder's page follows no task that has ended once: it is opened anew when this one goes on. */
function useReload(run: FollowedRun | undefined): void {
  const navigate = useNavigate();
  const waited = useRef(false);
  const state = run?.status === 'ready' ? run.value.state : undefined;
  useEffect(() => {
    if (state === 'waiting') waited.current = true;
    else if (state && waited.current) navigate(0);
  }, [state, navigate]);
}
