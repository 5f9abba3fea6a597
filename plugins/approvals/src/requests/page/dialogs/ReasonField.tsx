import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text, TextAreaField } from '@backstage/ui';
import { approvalsTranslationRef } from '../../../translation';

/** Asks for a reason; says so when it is needed and missing. */
export const ReasonField = (props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  required?: boolean;
  /** Set after the first try to go on. */
  missing?: string;
  autoFocus?: boolean;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  return (
    <div>
      <TextAreaField
        label={props.label}
        secondaryLabel={t(
          props.required ? 'decide.required' : 'decide.optional',
        )}
        value={props.value}
        onChange={props.onChange}
        isInvalid={!!props.missing}
        autoFocus={props.autoFocus}
      />
      {props.missing && (
        <Text as="p" variant="body-small" color="danger" role="alert">
          {props.missing}
        </Text>
      )}
    </div>
  );
};
