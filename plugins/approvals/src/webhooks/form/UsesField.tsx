import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { WebhookUse } from '@countersign/backstage-plugin-approvals-common';
import { Checkbox, CheckboxGroup } from '@backstage/ui';
import { approvalsTranslationRef } from '../../translation';
import { withUse } from './draft';

const WORDS = {
  events: 'endpointForm.useEvents',
  callbacks: 'endpointForm.useCallbacks',
  rules: 'endpointForm.useRules',
} as const;
const USES = Object.keys(WORDS) as WebhookUse[];

/** What an endpoint is for. Whoever is told what happens may be called back, too. */
export const UsesField = (props: {
  uses: WebhookUse[];
  onChange: (uses: WebhookUse[]) => void;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { uses, onChange } = props;
  const told = uses.includes('events');
  return (
    <CheckboxGroup
      label={t('endpointForm.uses')}
      value={told ? [...new Set([...uses, 'callbacks'])] : uses}
      onChange={next => {
        const changed = USES.find(
          use =>
            next.includes(use) !== uses.includes(use) &&
            !(told && use === 'callbacks'),
        );
        if (changed) onChange(withUse(uses, changed, next.includes(changed)));
      }}
    >
      {USES.map(use => (
        <Checkbox
          key={use}
          value={use}
          isDisabled={use === 'callbacks' && told}
        >
          {t(WORDS[use])}
        </Checkbox>
      ))}
    </CheckboxGroup>
  );
};
