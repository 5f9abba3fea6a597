import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import { approvalsTranslationRef, T } from '../../../translation';
import { EntityLink } from '../../../ui/EntityLink';
import styles from './Facts.module.css';
import { Fact, FactValue, isLong } from './factsOf';

/** Facts with their titles, and what changed in them. */
export const FactList = ({ facts }: { facts: Fact[] }) => (
  <dl className={styles.facts}>
    {facts.map(fact => (
      <FactLine key={fact.path} fact={fact} />
    ))}
  </dl>
);

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
    case 'entity':
      return <EntityLink entityRef={value.ref} />;
    case 'flag':
      return <span>{value.on ? t('facts.yes') : t('facts.no')}</span>;
    case 'empty':
      return <em>{t('facts.empty')}</em>;
    default:
      return <span>{value.text}</span>;
  }
};

function plain(t: T, values: FactValue[]): string {
  return values
    .map(value => {
      if (value.kind === 'flag')
        return value.on ? t('facts.yes') : t('facts.no');
      if (value.kind === 'empty') return t('facts.empty');
      if (value.kind === 'entity') return value.ref;
      return value.kind === 'link' ? value.href : value.text;
    })
    .join(', ');
}
