import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  Request,
  Run,
} from '@countersign/backstage-plugin-approvals-common';
import { Alert, Button, Card, CardBody, Link, Text } from '@backstage/ui';
import { approvalsTranslationRef } from '../translation';
import { errorWords } from '../ui/errorWords';
import { useFace } from '../ui/people/useFaces';
import { ListSkeleton } from '../ui/states';
import { Age } from '../ui/time/Age';
import { AgainButton } from './AgainButton';
import { Reasons } from './Reasons';
import { RunPill } from './RunPill';
import { runLine, Standing, standingOf } from './runLine';
import { RunMade } from './RunMade';
import styles from './runs.module.css';
import { Twins } from './Twins';
import type { FollowedRun } from './useRun';

/** What runs after the approval: how it stands, what it is made of, and the way to start it again. */
export const RunCard = (props: { request: Request; run: FollowedRun }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { request, run } = props;
  return (
    <Card className={styles.card}>
      <CardBody>
        <section aria-label={t('run.title')}>
          {run.status === 'loading' && (
            <>
              <Title />
              <ListSkeleton rows={3} />
            </>
          )}
          {run.status === 'failed' && <Unseen request={request} run={run} />}
          {run.status === 'ready' && (
            <>
              <Stands request={request} run={run.value} />
              <Twins twins={run.value.twins} />
              <RunMade
                run={run.value}
                standing={standingOf(request, run.value)}
              />
              <AgainButton request={request} run={run.value} />
            </>
          )}
        </section>
      </CardBody>
    </Card>
  );
};

const Title = () => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  return (
    <Text as="h2" variant="body-large" weight="bold">
      {t('run.title')}
    </Text>
  );
};

const Head = (props: { standing: Standing; run: Pick<Run, 'at' | 'link'> }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { standing, run } = props;
  return (
    <header className={styles.head}>
      <Title />
      <span className={styles.state}>
        <span role="status">
          <RunPill state={standing} />
        </span>
        <Text variant="body-small" color="secondary">
          <Age at={run.at} />
        </Text>
      </span>
      {run.link && (
        <span className={styles.link}>
          <Link href={run.link}>{t('run.open')}</Link>
        </span>
      )}
    </header>
  );
};

/** States whose message tells of harm. */
const HARM = ['failed', 'bypassed'];

const Stands = ({ request, run }: { request: Request; run: Run }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const requester = useFace(request.requester).name;
  const line = runLine(t, { request, run, requester });
  const isHarm = HARM.includes(run.state);
  const standing = standingOf(request, run);
  // The line has said it, and the history tells why.
  const isSaid = run.state === 'failed' && standing === 'stopped';
  return (
    <>
      <Head standing={standing} run={run} />
      {run.state === 'bypassed' ? (
        <Alert status="danger" icon title={line} description={run.message} />
      ) : (
        <Text as="p" variant="body-medium">
          {line}
        </Text>
      )}
      <Reasons request={request} />
      {run.message && run.state !== 'bypassed' && !isSaid && (
        <Alert
          status={isHarm ? 'danger' : 'warning'}
          icon
          title={run.message}
        />
      )}
    </>
  );
};

/** As it was last seen, where it cannot be asked for now. */
const Unseen = (props: {
  request: Request;
  run: FollowedRun & { status: 'failed' };
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { request, run } = props;
  return (
    <>
      {request.run ? (
        <Head standing={request.run.state} run={request.run} />
      ) : (
        <Title />
      )}
      <Alert
        status="warning"
        icon
        title={t('run.failedLoad', { message: errorWords(run.error, t) })}
        customActions={
          <Button size="small" variant="secondary" onPress={run.reload}>
            {t('state.retry')}
          </Button>
        }
      />
    </>
  );
};
