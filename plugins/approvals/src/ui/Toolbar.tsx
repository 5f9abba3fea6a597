import {
  Option,
  OptionSection,
  SearchField,
  Select,
  Text,
} from '@backstage/ui';
import { ReactNode } from 'react';
import styles from './Toolbar.module.css';
import { useWords } from './useWords';

const ANY = '';

/** What a list is narrowed by, in a row that breaks where there is no room. */
export const Toolbar = ({ children }: { children: ReactNode }) => (
  <div className={styles.toolbar}>{children}</div>
);

/** A field for words, told after a pause. */
export const ToolbarSearch = (props: {
  label: string;
  /** What stands in the empty field; the label when left out. */
  placeholder?: string;
  words: string;
  onSearch: (words: string) => void;
}) => {
  const [words, setWords] = useWords(props.words, props.onSearch);
  return (
    <SearchField
      className={styles.search}
      aria-label={props.label}
      placeholder={props.placeholder ?? props.label}
      size="small"
      value={words}
      onChange={setWords}
    />
  );
};

/** One of some options, or any of them. */
export const ToolbarSelect = <Id extends string>(props: {
  label: string;
  /** The option that narrows nothing. */
  any: string;
  options: readonly (Option | OptionSection)[];
  value: Id | undefined;
  onChange: (id: Id | undefined) => void;
  /** For options too many to look through. */
  search?: { placeholder: string };
}) => (
  <ToolbarChoice>
    <Select
      aria-label={props.label}
      search={props.search}
      options={[{ id: ANY, label: props.any }, ...props.options]}
      value={props.value ?? ANY}
      onChange={key =>
        props.onChange((String(key ?? ANY) || undefined) as Id | undefined)
      }
    />
  </ToolbarChoice>
);

/** The room of one choice, for a field of another kind. */
export const ToolbarChoice = ({ children }: { children: ReactNode }) => (
  <div className={styles.choice}>{children}</div>
);

/** How much there is, at the end of the row. */
export const ToolbarSummary = ({ children }: { children: ReactNode }) => (
  <Text variant="body-small" color="secondary" className={styles.summary}>
    {children}
  </Text>
);
