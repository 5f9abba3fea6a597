import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { TextField } from '@backstage/ui';
import { useState } from 'react';
import { approvalsTranslationRef } from '../../translation';
import { Faulty } from '../../ui/form/Faulty';
import { EntityPicker } from './EntityPicker';
import { SubjectDraft, SubjectFault, suggestedId } from './subject';

/** Title, id, entity and link of the thing to approve. The id follows the title until it is written by hand. */
export const SubjectFields = (props: {
  subject: SubjectDraft;
  onChange: (subject: SubjectDraft) => void;
  faults: Partial<Record<'title' | 'id' | 'link', SubjectFault>>;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { subject, onChange, faults } = props;
  const [ownId, setOwnId] = useState(false);
  return (
    <>
      <Faulty fault={faults.title && t(faults.title)}>
        <TextField
          label={t('ask.fields.title')}
          description={t('ask.fields.titleHint')}
          isRequired
          maxLength={200}
          isInvalid={!!faults.title}
          value={subject.title}
          onChange={title =>
            onChange({
              ...subject,
              title,
              ...(!ownId && { id: suggestedId(title) }),
            })
          }
        />
      </Faulty>
      <Faulty fault={faults.id && t(faults.id)}>
        <TextField
          label={t('ask.fields.id')}
          description={t('ask.fields.idHint')}
          isRequired
          maxLength={256}
          isInvalid={!!faults.id}
          value={subject.id}
          onChange={id => {
            setOwnId(id !== '');
            onChange({ ...subject, id });
          }}
        />
      </Faulty>
      <EntityPicker
        value={subject.entityRef}
        onChange={entityRef => onChange({ ...subject, entityRef })}
      />
      <Faulty fault={faults.link && t(faults.link)}>
        <TextField
          label={t('ask.fields.link')}
          secondaryLabel={t('ask.fields.optional')}
          description={t('ask.fields.linkHint')}
          type="url"
          isInvalid={!!faults.link}
          value={subject.link}
          onChange={link => onChange({ ...subject, link })}
        />
      </Faulty>
    </>
  );
};
