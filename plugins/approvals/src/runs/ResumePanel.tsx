import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert, Button, Card, CardBody, Link, Text } from '@backstage/ui';
import type {
  Request,
  Run,
} from '@countersign/backstage-plugin-approvals-common';
import { RiPlayLine } from '@remixicon/react';
import { ReactNode, useEffect, useRef, useState } from 'react';
import panels from '../requests/page/panels/panels.module.css';
import { approvalsTranslationRef } from '../translation';
import { relativeWords } from '../ui/time/words';
import { useNow } from '../ui/useNow';
import { taskOf } from './retryTask';
import { RunPill } from './RunPill';
import styles from './runs.module.css';
import { SecretsDialog } from './SecretsDialog';
import { useResume } from './useResume';

type Props = {
  request: Pick<Request, 'status' | 'pass'>;
  run: Run;
  reload: () => void;
  /** It is part of a card that has said already what this is about. */
  bare?: boolean;
};

/** Lets whoever asked have it go on, and follows what it does then. */
export const ResumePanel = (props: Props) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { request, run } = props;
  const { state, wasSent, resume } = useResume(run, props.reload);
  const [asking, setAsking] = useState(false);
  const canResume = run.canResume && taskOf(run) !== undefined;
  if (!canResume && !wasSent) return null;

  const isApproved = request.status === 'approved';
  const press = () =>
    run.secrets.length > 0 ? setAsking(true) : resume({}).catch(() => false);
  return (
    <Frame bare={props.bare}>
      {canResume ? (
        <>
          {!props.bare && (
            <Text as="h2" variant="body-large" weight="bold">
              {t(isApproved ? 'run.resume.title' : 'run.resume.titleRefused')}
            </Text>
          )}
          <Hint request={request} />
          {state.status === 'refused' && !asking && (
            <Alert
              status="danger"
              icon
              role="alert"
              title={t('panel.refused')}
              description={state.message}
            />
          )}
          <Button
            variant="primary"
            iconStart={<RiPlayLine />}
            isPending={state.status === 'submitting'}
            onPress={press}
          >
            {t('run.resume.button')}
          </Button>
        </>
      ) : (
        <Followed run={run} />
      )}
      {asking && canResume && (
        <SecretsDialog
          names={run.secrets}
          state={state}
          onSend={resume}
          onClose={() => setAsking(false)}
        />
      )}
    </Frame>
  );
};

const Frame = (props: { bare?: boolean; children: ReactNode }) =>
  props.bare ? (
    <div className={styles.bare}>{props.children}</div>
  ) : (
    <Card className={panels.panel}>
      <CardBody>{props.children}</CardBody>
    </Card>
  );

const Hint = ({ request }: { request: Props['request'] }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const now = useNow();
  const isApproved = request.status === 'approved';
  const until = isApproved && request.pass?.expiresAt;
  return (
    <Text as="p" variant="body-medium" color="secondary">
      {t(isApproved ? 'run.resume.hint' : 'run.resume.hintRefused')}
      {until && (
        <> {t('run.resume.until', { until: relativeWords(t, until, now) })}</>
      )}
    </Text>
  );
};

const Followed = ({ run }: { run: Run }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const here = useRef<HTMLDivElement>(null);
  // The button that was pressed is gone, and the focus with it.
  useEffect(() => {
    if (document.activeElement === document.body) here.current?.focus();
  }, []);
  return (
    <>
      <div ref={here} tabIndex={-1}>
        <Text as="h2" variant="body-large" weight="bold">
          {t('run.resume.following')}
        </Text>
      </div>
      <div role="status">
        <RunPill state={run.state} />
      </div>
      {run.link && (
        <Text as="p" variant="body-medium">
          <Link href={run.link}>{t('run.open')}</Link>
        </Text>
      )}
    </>
  );
};
