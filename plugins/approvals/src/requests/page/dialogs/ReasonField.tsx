import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { TextAreaField } from '@backstage/ui';
import { approvalsTranslationRef } from '../../../translation';
import { Faulty } from '../../../ui/form/Faulty';
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
      <Faulty fault={props.missing}>
        <TextAreaField
          label={props.label}
          secondaryLabel={t(
            props.required ? 'decide.required' : 'decide.optional',
          )}
          value={props.value}
          onChange={props.onChange}
          isInvalid={!!props.missing}
        />
      </Faulty>
    </div>
  );
};
