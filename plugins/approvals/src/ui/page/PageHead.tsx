import { Text } from '@backstage/ui';
import { ReactNode } from 'react';
import styles from './PageHead.module.css';

/** What a page is about: its state, its name, some lines; and at the end what can be done with it. */
export const PageHead = (props: {
  state: ReactNode;
  title: string;
  /** The title is a name out of a program, not words. */
  technical?: boolean;
  children?: ReactNode;
  end?: ReactNode;
}) => (
  <header className={styles.head}>
    <div className={styles.words}>
      <span className={styles.state}>{props.state}</span>
      <Text
        as="h2"
        variant="title-small"
        weight="bold"
        className={styles.title}
        data-technical={props.technical || undefined}
      >
        {props.title}
      </Text>
      {props.children}
    </div>
    {props.end && <div className={styles.end}>{props.end}</div>}
  </header>
);
