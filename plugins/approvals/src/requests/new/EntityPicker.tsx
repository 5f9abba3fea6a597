import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Combobox } from '@backstage/ui';
import { useEffect, useState } from 'react';
import { approvalsTranslationRef } from '../../translation';
import { Face, facesApiRef } from '../../ui/people/faces';

const TYPING = 200;

/** Finds an entity of the catalog that the subject belongs to. */
export const EntityPicker = (props: {
  value?: string;
  onChange: (entityRef: string | undefined) => void;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const facesApi = useApi(facesApiRef);
  const [words, setWords] = useState('');
  const [found, setFound] = useState<Face[]>([]);

  useEffect(() => {
    let current = true;
    const timer = setTimeout(async () => {
      const entities = await facesApi
        .searchEntities(words.trim())
        .catch(() => []);
      if (current) setFound(entities);
    }, TYPING);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [facesApi, words]);

  return (
    <Combobox
      label={t('ask.fields.entity')}
      secondaryLabel={t('ask.fields.optional')}
      description={t('ask.fields.entityHint')}
      options={found.map(entity => ({
        id: entity.ref,
        label: entity.name,
        description: entity.ref,
      }))}
      search={{ mode: 'server', inputValue: words, onInputChange: setWords }}
      value={props.value ?? null}
      onChange={key => props.onChange(key ? String(key) : undefined)}
    />
  );
};
