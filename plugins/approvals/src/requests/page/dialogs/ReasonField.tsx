import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text, TextAreaField } from '@backstage/ui';
import { approvalsTranslationRef } from '../../../translation';
import { useFocusOnOpen } from '../../../ui/useFocusOnOpen';

/** Asks for a reason; says so when it is needed and missing. */
export const ReasonField = (props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  required?: boolean;
  /** Set after the first try to go on. */
  missing?: string;
  /** Takes the focus when its dialog opens. */
  first?: boolean;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const field = useFocusOnOpen<HTMLDivElement>(
    props.first ? 'textarea' : undefined,
  );
  return (
    <div ref={field}>
      <TextAreaField
        label={props.label}
        secondaryLabel={t(
          props.required ? 'decide.required' : 'decide.optional',
        )}
        value={props.value}
        onChange={props.onChange}
        isInvalid={!!props.missing}
      />
      {props.missing && (
        <Text as="p" variant="body-small" color="danger" role="alert">
          {props.missing}
        </Text>
      )}
    </div>
  );
};
