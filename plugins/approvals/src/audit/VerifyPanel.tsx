import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Verification } from '@countersign/backstage-plugin-approvals-common';
import { Alert, Button, Card, CardBody, Text } from '@backstage/ui';
import { RiShieldCheckLine } from '@remixicon/react';
import { ReactNode } from 'react';
import { approvalsApiRef } from '../api';
import { approvalsTranslationRef, T } from '../translation';
import { errorWords } from '../ui/errorWords';
import { clockTime, exactTime } from '../ui/time/words';
import { usePolled } from '../ui/usePolled';
import styles from './audit.module.css';
import type { Check } from './useVerification';

const FIVE_MINUTES = 300_000;
const NO_BREAK_SPACE = '\u00a0';

/** Checks the chains on demand, and tells in words what was found. */
export const VerifyPanel = (props: {
  /** Checks this stream only. */
  stream?: string;
  check: Check;
  onVerify: () => void;
  /** The line that is broken is not in the history any more. */
  isGone: boolean;
  /** Leads to the line that is broken. */
  onShow: () => void;
  children: ReactNode;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { check } = props;
  return (
    <Card className={styles.proof}>
      <CardBody>
        <div className={styles.proofRow}>
          <div className={styles.proofWords}>
            <Text as="h2" variant="body-large" weight="bold">
              {t('audit.proof')}
            </Text>
            <LastSeal />
          </div>
          <div className={styles.buttons}>
            <Button
              size="small"
              iconStart={<RiShieldCheckLine />}
              isPending={check.status === 'running'}
              onPress={props.onVerify}
            >
              {props.stream ? t('audit.verifyStream') : t('audit.verify')}
            </Button>
            {props.children}
          </div>
        </div>
        <div aria-live="polite">
          <Outcome check={check} isGone={props.isGone} onShow={props.onShow} />
        </div>
      </CardBody>
    </Card>
  );
};

const LastSeal = () => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const api = useApi(approvalsApiRef);
  const seals = usePolled(
    'seals',
    signal =>
      api.listAudit({ query: { type: 'audit.sealed', limit: '1' }, signal }),
    { every: FIVE_MINUTES },
  );
  if (seals.status === 'failed') return null;
  // The line keeps its room while it is loaded, so that nothing jumps.
  const [seal] = seals.status === 'ready' ? seals.value.items : [];
  const words = seal
    ? t('audit.lastSeal', { at: exactTime(seal.at) })
    : t('audit.noSeal');
  return (
    <Text as="p" variant="body-small" color="secondary">
      {seals.status === 'ready' ? words : NO_BREAK_SPACE}
    </Text>
  );
};

const Outcome = (props: {
  check: Check;
  isGone: boolean;
  onShow: () => void;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { check, isGone, onShow } = props;
  if (check.status === 'running') {
    return (
      <Text as="p" variant="body-small" color="secondary">
        {t('audit.verifying')}
      </Text>
    );
  }
  if (check.status === 'failed') {
    return (
      <Alert
        status="warning"
        icon
        mt="3"
        title={t('audit.verifyFailed', {
          message: errorWords(check.error, t),
        })}
      />
    );
  }
  if (check.status !== 'done') return null;
  const { broken } = check.found;
  const time = clockTime(new Date(check.at).toISOString());
  return broken ? (
    <Alert
      status="danger"
      icon
      mt="3"
      title={t('audit.broken', { time })}
      description={[
        t('audit.brokenWhere', {
          stream: broken.stream,
          line: String(broken.seq),
          reason: broken.reason,
        }),
        isGone && t('audit.brokenGone'),
      ]
        .filter(Boolean)
        .join(' ')}
      customActions={
        !isGone && (
          <Button size="small" variant="secondary" onPress={onShow}>
            {t('audit.showLine')}
          </Button>
        )
      }
    />
  ) : (
    <Alert
      status="success"
      icon
      mt="3"
      title={t('audit.verified', { time })}
      description={countWords(t, check.found)}
    />
  );
};

function countWords(t: T, found: Verification): string {
  const { streams, events, seals, erased } = found;
  return [
    t('audit.counted', { events: String(events), streams: String(streams) }),
    seals > 0 && t('audit.seals', { n: String(seals) }),
    erased > 0 && t('audit.erased', { n: String(erased) }),
  ]
    .filter(Boolean)
    .join(' ');
}
