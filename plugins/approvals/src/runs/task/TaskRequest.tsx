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
import { AgainButton } from '../AgainButton';
import { Reasons } from '../Reasons';
import { ResumePanel } from '../ResumePanel';
import { isRefused, runLine, standingOf } from '../runLine';
import { taskOf } from '../retryTask';
import { FollowedRun, useRun } from '../useRun';
import styles from './task.module.css';

type Props = {
  taskId: string;
  /** Tells what the scaffolder means by failed: once on a page. */
  explains: boolean;
};

type Reads = {
  id: string;
  /** Hears whether it is refused; undefined while that is not known. */
  onRead: (id: string, isRefused: boolean | undefined) => void;
};

/** One approval that a task waits for: of whom, and the way to go on once it is there. */
export const TaskRequest = ({ id, onRead, ...props }: Props & Reads) => {
  const request = useRequest(id);
  const refused =
    request.status === 'ready' ? isRefused(request.value) : undefined;
  useEffect(() => onRead(id, refused), [onRead, id, refused]);
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
      <Awaited {...props} request={request.value} />
    </>
  );
};

const Awaited = (props: Props & { request: Request }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { request, taskId } = props;
  const run = useRun(request);
  const isOfTask = request.execution && taskOf(request.execution) === taskId;
  useReload(isOfTask ? run : undefined);
  return (
    <Card className={styles.card}>
      <CardBody>
        <Head request={request} />
        {run?.status === 'ready' && <Line request={request} run={run.value} />}
        {request.status === 'in_review' && <WaitingOn request={request} />}
        <Reasons request={request} />
        {isOfTask && run?.status === 'ready' && (
          <WayOn request={request} run={run.value} reload={run.reload} />
        )}
        {props.explains && (
          <Text as="p" variant="body-small" color="secondary">
            {t('run.task.notFailed')}
          </Text>
        )}
      </CardBody>
    </Card>
  );
};

const Head = ({ request }: { request: Request }) => {
  const page = useRouteRef(requestRouteRef);
  return (
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
  );
};

const Line = (props: { request: Request; run: Run }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { message } = props.run;
  const requester = useFace(props.request.requester).name;
  const isSaid = standingOf(props.request, props.run) === 'stopped';
  return (
    <>
      <Text as="p" variant="body-medium">
        {runLine(t, { ...props, requester })}
      </Text>
      {message && !isSaid && (
        <Text as="p" variant="body-medium" color="secondary">
          {message}
        </Text>
      )}
    </>
  );
};

/** Goes on where that can be, or starts again where nothing goes on any more. */
const WayOn = (props: { request: Request; run: Run; reload: () => void }) => {
  const standing = standingOf(props.request, props.run);
  return ['stopped', 'cancelled', 'gone'].includes(standing) ? (
    <AgainButton {...props} />
  ) : (
    <ResumePanel {...props} bare />
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
