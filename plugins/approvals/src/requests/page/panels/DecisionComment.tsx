import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  DecisionKind,
  StageDefinition,
} from '@countersign/backstage-plugin-approvals-common';
import { TextAreaField } from '@backstage/ui';
import { useEffect, useRef } from 'react';
import { approvalsTranslationRef } from '../../../translation';
import { Faulty } from '../../../ui/form/Faulty';

const HINTS = {
  optional: 'panel.commentOptional',
  'required-on-reject': 'panel.commentOnReject',
  required: 'panel.commentRequired',
} as const;

/** The comment of a decision. It takes the focus when a decision needs one and has none. */
export const DecisionComment = (props: {
  demand: StageDefinition['comment'];
  value: string;
  onChange: (value: string) => void;
  /** The decision that was tried without the comment it needs. */
  missing?: DecisionKind;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const field = useRef<HTMLDivElement>(null);
  const wanted = props.value.trim() ? undefined : props.missing;

  useEffect(() => {
    if (wanted) field.current?.querySelector('textarea')?.focus();
  }, [wanted]);

  return (
    <div ref={field}>
      <Faulty fault={wanted && t(`panel.commentMissing.${wanted}`)}>
        <TextAreaField
          label={t('panel.comment')}
          placeholder={t(HINTS[props.demand])}
          value={props.value}
          onChange={props.onChange}
          isInvalid={!!wanted}
        />
      </Faulty>
    </div>
  );
};
