import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Request } from '@countersign/backstage-plugin-approvals-common';
import { Card, CardBody, Text } from '@backstage/ui';
import { approvalsTranslationRef, T } from '../../../translation';
import { Json } from '../../../ui/CodeBlock';
import { CopyButton } from '../../../ui/CopyButton';
import { Disclosure } from '../../../ui/Disclosure';
import { dayOf } from '../../../ui/time/words';
import styles from './Facts.module.css';
import { FactList } from './FactList';
import { factsOf } from './factsOf';

/** What is asked, in one round: the facts, what changed, the digest, JSON on demand. */
export const Facts = (props: { request: Request; round: number }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { request, round } = props;
  const asked = request.rounds.find(item => item.round === round);
  const former = request.rounds.find(item => item.round === round - 1);
  const context = asked?.context ?? request.context;
  const facts = factsOf(context, request.contextSchema, former?.context);
  const changed = facts.filter(fact => fact.change).length;

  return (
    <Card>
      <CardBody>
        <Text as="h2" variant="body-large" weight="bold">
          {t('facts.title')}
        </Text>
        {former && !asked?.contextRemovedAt && (
          <Text as="p" variant="body-small" color="secondary">
            {changedWords(t, changed, String(former.round))}
          </Text>
        )}
        {facts.length === 0 && (
          <Text
            as="p"
            variant="body-medium"
            color="secondary"
            className={styles.none}
          >
            {asked?.contextRemovedAt
              ? t('facts.gone', { day: dayOf(asked.contextRemovedAt) })
              : t('facts.none')}
          </Text>
        )}
        {facts.length > 0 && <FactList facts={facts} />}
        {request.execution && !request.run && (
          <Text as="p" variant="body-small" color="secondary">
            {t('request.execution', {
              kind: request.execution.kind,
              id: request.execution.id,
            })}
          </Text>
        )}
        <Digest digest={asked?.digest ?? request.digest} />
        {!asked?.contextRemovedAt && (
          <Disclosure summary={t('facts.json')}>
            <Json value={context} />
          </Disclosure>
        )}
      </CardBody>
    </Card>
  );
};

const SHOWN = 8;

const Digest = ({ digest }: { digest: string }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  return (
    <p className={styles.digest}>
      <span title={t('facts.digestHint')}>{t('facts.digest')}</span>
      <code title={digest}>
        {digest.slice(0, SHOWN)} … {digest.slice(-SHOWN)}
      </code>
      <CopyButton
        text={digest}
        label={t('facts.copy')}
        done={t('facts.copied')}
      />
    </p>
  );
};

function changedWords(t: T, n: number, round: string): string {
  if (n === 0) return t('facts.changed.none', { round });
  return n === 1
    ? t('facts.changed.one', { round })
    : t('facts.changed.many', { n: String(n), round });
}
