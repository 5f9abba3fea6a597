import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Request } from '@countersign/backstage-plugin-approvals-common';
import { Card, CardBody, Link, Text } from '@backstage/ui';
import { approvalsTranslationRef, T } from '../../../translation';
import { Json } from '../../../ui/CodeBlock';
import { CopyButton } from '../../../ui/CopyButton';
import { Disclosure } from '../../../ui/Disclosure';
import { dayOf } from '../../../ui/time/words';
import styles from './Facts.module.css';
import { Fact, factsOf, FactValue, isLong } from './factsOf';

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
        {facts.length > 0 && (
          <dl className={styles.facts}>
            {facts.map(fact => (
              <FactLine key={fact.path} fact={fact} />
            ))}
          </dl>
        )}
        {request.execution && (
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

const FactLine = ({ fact }: { fact: Fact }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { change } = fact;
  return (
    <div
      className={styles.fact}
      data-change={change?.kind}
      data-long={isLong(fact) || undefined}
    >
      <dt title={fact.hint}>{fact.label}</dt>
      <dd>
        {change?.kind === 'removed' ? (
          <del
            aria-label={t('facts.removed', { value: plain(t, fact.values) })}
          >
            <Values values={fact.values} />
          </del>
        ) : (
          <Values values={fact.values} />
        )}
        {change?.kind === 'changed' && (
          <del
            aria-label={t('facts.before', { value: plain(t, change.before) })}
          >
            <Values values={change.before} />
          </del>
        )}
        {change?.kind === 'added' && (
          <span className={styles.added}>{t('facts.added')}</span>
        )}
      </dd>
    </div>
  );
};

const Values = ({ values }: { values: FactValue[] }) => (
  <span className={styles.values}>
    {values.map((value, place) => (
      <Value key={place} value={value} />
    ))}
  </span>
);

const Value = ({ value }: { value: FactValue }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  switch (value.kind) {
    case 'code':
      return <code>{value.text}</code>;
    case 'link':
      return <Link href={value.href}>{value.href}</Link>;
    case 'flag':
      return <span>{value.on ? t('facts.yes') : t('facts.no')}</span>;
    case 'empty':
      return <em>{t('facts.empty')}</em>;
    default:
      return <span>{value.text}</span>;
  }
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

function plain(t: T, values: FactValue[]): string {
  return values
    .map(value => {
      if (value.kind === 'flag')
        return value.on ? t('facts.yes') : t('facts.no');
      if (value.kind === 'empty') return t('facts.empty');
      return value.kind === 'link' ? value.href : value.text;
    })
    .join(', ');
}
