import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Combobox } from '@backstage/ui';
import { useEffect, useState } from 'react';
import { approvalsTranslationRef } from '../translation';
import { usePeopleSearch } from '../ui/people/PersonPicker';
import { useFace } from '../ui/people/useFaces';

/** Who acts besides people. */
const SYSTEM = [
  'system:engine',
  'system:deadline',
  'system:seal',
  'system:retention',
  'system:webhooks',
  'system:runs',
];

/** Finds who acted: a person by name, or the system by its part. */
export const ActorPicker = (props: {
  value?: string;
  onChange: (actor: string | undefined) => void;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { value, onChange } = props;
  const { name } = useFace(value ?? '');
  const [words, setWords] = useState('');
  const people = usePeopleSearch(words);

  // What comes from outside, the address, is shown by its name.
  useEffect(() => setWords(value ? name : ''), [value, name]);

  const found = people.map(face => ({ id: face.ref, label: face.name }));
  const systems = SYSTEM.filter(actor => actor.includes(words.trim())).map(
    actor => ({ id: actor, label: actor }),
  );
  const chosen =
    value && ![...found, ...systems].some(({ id }) => id === value)
      ? [{ id: value, label: name }]
      : [];
  return (
    <Combobox
      aria-label={t('audit.actor')}
      placeholder={t('audit.anyActor')}
      options={[...chosen, ...found, ...systems]}
      search={{
        mode: 'server',
        inputValue: words,
        onInputChange: next => {
          setWords(next);
          if (next === '' && value) onChange(undefined);
        },
      }}
      value={value ?? null}
      onChange={key => {
        if (key) onChange(String(key));
      }}
    />
  );
};
