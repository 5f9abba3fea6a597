import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Avatar, Combobox } from '@backstage/ui';
import { useEffect, useState } from 'react';
import { approvalsTranslationRef } from '../../translation';
import { Face, facesApiRef } from './faces';

const TYPING = 200;

/** Finds a person of the catalog by name. */
export const PersonPicker = (props: {
  label: string;
  /** The chosen person's ref. */
  value?: string;
  onChange: (person: string | undefined) => void;
  /** Refs that make no sense here. */
  without?: string[];
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const [words, setWords] = useState('');
  const people = usePeopleSearch(words).filter(
    face => !props.without?.includes(face.ref),
  );
  return (
    <Combobox
      label={props.label}
      placeholder={t('person.search')}
      options={people.map(face => ({
        id: face.ref,
        label: face.name,
        leadingIcon: (
          <Avatar
            src={face.picture ?? ''}
            name={face.name}
            size="x-small"
            purpose="decoration"
          />
        ),
      }))}
      search={{ mode: 'server', inputValue: words, onInputChange: setWords }}
      value={props.value ?? null}
      onChange={key => props.onChange(key ? String(key) : undefined)}
      isRequired
    />
  );
};

/** People of the catalog whose name or ref matches some words, while they are typed. */
export function usePeopleSearch(words: string): Face[] {
  const facesApi = useApi(facesApiRef);
  const [found, setFound] = useState<Face[]>([]);
  useEffect(() => {
    let current = true;
    const timer = setTimeout(async () => {
      const faces = await facesApi.search(words.trim()).catch(() => []);
      if (current) setFound(faces);
    }, TYPING);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [facesApi, words]);
  return found;
}
