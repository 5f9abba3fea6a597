import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  LIMITS,
  webhookEventType,
} from '@countersign/backstage-plugin-approvals-common';
import { Select, TextField } from '@backstage/ui';
import { approvalsTranslationRef } from '../../translation';
import { Faulty } from '../../ui/form/Faulty';
import { usePolicyOptions } from '../../ui/usePolicyOptions';
import { Draft, FaultyField } from './draft';
import styles from './form.module.css';
import { UsesField } from './UsesField';

type Props = {
  draft: Draft;
  onChange: (draft: Draft) => void;
  faults: Partial<Record<FaultyField, string>>;
};

/** Name, address, uses, types and policies of an endpoint. */
export const EndpointFields = (
  props: Props & {
    /** The address is another one than before. */
    moves: boolean;
  },
) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { draft, onChange, faults } = props;
  return (
    <div className={styles.fields}>
      <Faulty fault={faults.name}>
        <TextField
          label={t('endpointForm.name')}
          description={t('endpointForm.nameHint')}
          isRequired
          maxLength={LIMITS.title}
          isInvalid={!!faults.name}
          value={draft.name}
          onChange={name => onChange({ ...draft, name })}
        />
      </Faulty>
      <Faulty fault={faults.url}>
        <TextField
          label={t('endpointForm.url')}
          description={
            props.moves ? t('endpointForm.urlMoves') : t('endpointForm.urlHint')
          }
          type="url"
          isRequired
          maxLength={LIMITS.link}
          isInvalid={!!faults.url}
          value={draft.url}
          onChange={url => onChange({ ...draft, url })}
        />
      </Faulty>
      <Faulty fault={faults.usedFor}>
        <UsesField
          uses={draft.usedFor}
          onChange={usedFor => onChange({ ...draft, usedFor })}
        />
      </Faulty>
      {draft.usedFor.includes('events') && <Choices {...props} />}
    </div>
  );
};

const TYPES = [...webhookEventType.options].sort().map(type => ({
  id: type,
  label: type,
}));

/** Which events: none chosen means all. */
const Choices = ({ draft, onChange, faults }: Props) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const policies = usePolicyOptions(...draft.policyKeys);
  return (
    <>
      <Faulty fault={faults.types}>
        <Select
          label={t('endpointForm.types')}
          description={t('endpointForm.typesHint')}
          placeholder={t('endpointForm.everyType')}
          selectionMode="multiple"
          search={{ placeholder: t('endpointForm.searchTypes') }}
          options={TYPES}
          value={draft.types}
          onChange={types => onChange({ ...draft, types: types.map(String) })}
        />
      </Faulty>
      <Faulty fault={faults.policyKeys}>
        <Select
          label={t('endpointForm.policies')}
          description={t('endpointForm.policiesHint')}
          placeholder={t('endpointForm.everyPolicy')}
          selectionMode="multiple"
          search={{ placeholder: t('endpointForm.searchPolicies') }}
          options={policies}
          value={draft.policyKeys}
          onChange={keys =>
            onChange({ ...draft, policyKeys: keys.map(String) })
          }
        />
      </Faulty>
    </>
  );
};
