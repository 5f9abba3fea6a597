import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  Delivery,
  DeliveryAttempt,
} from '@countersign/backstage-plugin-approvals-common';
import { Card, CardBody, Text } from '@backstage/ui';
import { RiCheckLine, RiCloseLine, RiTimeLine } from '@remixicon/react';
import { approvalsTranslationRef } from '../../../translation';
import { Disclosure } from '../../../ui/Disclosure';
import { Age } from '../../../ui/time/Age';
import { useNow } from '../../../ui/useNow';
import { durationOf } from '../../words';
import { nextTryWords } from '../deliveryState';
import { JsonText } from './JsonText';
import styles from './page.module.css';

/** Every try of a message, the newest first, and when the next one is. */
export const Attempts = ({ delivery }: { delivery: Delivery }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const now = useNow();
  const next = nextTryWords(t, delivery, now);
  const attempts = [...delivery.attempts].reverse();
  return (
    <Card>
      <CardBody>
        <Text as="h2" variant="body-large" weight="bold">
          {t('delivery.attempts')}
        </Text>
        {attempts.length === 0 && !next && (
          <Text as="p" variant="body-medium" color="secondary">
            {t(
              delivery.endedAt
                ? 'delivery.neverAttempted'
                : 'delivery.noAttempts',
            )}
          </Text>
        )}
        <ol className={styles.attempts}>
          {next && (
            <li className={styles.attempt}>
              <span className={styles.mark}>
                <RiTimeLine aria-hidden />
              </span>
              <Text variant="body-medium" color="secondary">
                {next}
              </Text>
            </li>
          )}
          {attempts.map(attempt => (
            <Attempt key={attempt.number} attempt={attempt} />
          ))}
        </ol>
      </CardBody>
    </Card>
  );
};

const Attempt = ({ attempt }: { attempt: DeliveryAttempt }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { error, number } = attempt;
  const state = error === undefined ? 'taken' : 'failed';
  const Icon = error === undefined ? RiCheckLine : RiCloseLine;
  const duration = durationOf(t, attempt.duration);
  return (
    <li className={styles.attempt}>
      <span className={styles.mark} data-state={state}>
        <Icon aria-label={t(`delivery.attempt.state.${state}`)} />
      </span>
      <div className={styles.try}>
        <div className={styles.tryHead}>
          <Text variant="body-medium">
            {error === undefined
              ? t('delivery.attempt.taken', {
                  status: String(attempt.status ?? ''),
                  duration,
                })
              : t('delivery.attempt.failed', { error, duration })}
          </Text>
          <Text variant="body-small" color="secondary" className={styles.age}>
            {t('delivery.attempt.number', { n: String(number) })}
            {' · '}
            <Age at={attempt.at} />
          </Text>
        </div>
        <Answer attempt={attempt} />
        <Disclosure summary={t('delivery.attempt.sent')}>
          <Headers headers={attempt.request.headers} />
          <Text as="p" variant="body-small" color="secondary">
            {t('delivery.attempt.sentHint')}
          </Text>
        </Disclosure>
      </div>
    </li>
  );
};

const Answer = ({ attempt: { response } }: { attempt: DeliveryAttempt }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  if (!response) {
    return (
      <Text as="p" variant="body-small" color="secondary">
        {t('delivery.attempt.noAnswer')}
      </Text>
    );
  }
  return (
    <Disclosure
      summary={t('delivery.attempt.answer', {
        status: String(response.status),
      })}
    >
      <Headers headers={response.headers} />
      {response.body ? (
        <JsonText text={response.body} />
      ) : (
        <Text as="p" variant="body-small" color="secondary">
          {t('delivery.attempt.noBody')}
        </Text>
      )}
      {response.cut && (
        <Text as="p" variant="body-small" color="secondary">
          {t('delivery.attempt.cut')}
        </Text>
      )}
    </Disclosure>
  );
};

const Headers = ({ headers }: { headers: Record<string, string> }) => (
  <dl className={styles.headers}>
    {Object.entries(headers).map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);
