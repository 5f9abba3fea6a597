import { parseEntityRef } from '@backstage/catalog-model';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { Link, Text } from '@backstage/ui';
import type { Run } from '@countersign/backstage-plugin-approvals-common';
import { FactList } from '../requests/page/facts/FactList';
import { Fact, factsOf, FactValue } from '../requests/page/facts/factsOf';
import { approvalsTranslationRef } from '../translation';
import { PersonName } from '../ui/people/PersonLine';
import type { Standing } from './runLine';
import { Steps } from './Steps';

/** What a run is made of: its template, what was filled in, its steps. */
export const RunMade = (props: { run: Run; standing: Standing }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { template, parameters, steps } = props.run;
  if (!parameters || !steps) {
    return (
      <Text as="p" variant="body-medium" color="secondary">
        {t('run.unknown')}
      </Text>
    );
  }
  return (
    <>
      {template && <Template template={template} />}
      {(template || parameters.length > 0) && (
        <>
          <Text as="h3" variant="body-medium" weight="bold">
            {t('run.parameters')}
          </Text>
          {parameters.length > 0 ? (
            <FactList facts={filledIn(parameters)} />
          ) : (
            <Text as="p" variant="body-medium" color="secondary">
              {t('run.noParameters')}
            </Text>
          )}
        </>
      )}
      {steps.length > 0 && <Steps steps={steps} standing={props.standing} />}
    </>
  );
};

const Template = ({ template }: { template: NonNullable<Run['template']> }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const entity = useRouteRef(entityRouteRef);
  return (
    <Text as="p" variant="body-medium" color="secondary">
      {t('run.template')}{' '}
      <Link href={entity?.(parseEntityRef(template.ref))}>
        {template.title}
      </Link>
      {template.owner && (
        <>
          {' · '}
          {t('run.owner')} <PersonName person={template.owner} />
        </>
      )}
    </Text>
  );
};

/** In the order and with the titles of the form, of which two may be the same. */
function filledIn(parameters: NonNullable<Run['parameters']>): Fact[] {
  const names = parameters.map((_, place) => String(place));
  const facts = factsOf(
    Object.fromEntries(names.map((n, i) => [n, parameters[i].value])),
    {
      properties: Object.fromEntries(
        names.map((n, i) => [n, { title: parameters[i].title }]),
      ),
    },
  );
  return facts.map(fact => ({ ...fact, values: fact.values.map(named) }));
}

const ENTITY =
  /^(component|system|api|resource|domain|group|user|template):[\w.-]+\/[\w.-]+$/i;

/** Forms show what is picked from the catalog by its name. */
function named(value: FactValue): FactValue {
  return value.kind === 'code' && ENTITY.test(value.text)
    ? { kind: 'entity', ref: value.text }
    : value;
}
