import { ReactNode } from 'react';
import styles from './SideBySide.module.css';

/** The main part of a page, and beside it what stays in view; on a narrow screen that goes first, or last. */
export const SideBySide = (props: {
  side: ReactNode;
  narrow: 'side-first' | 'side-last';
  children: ReactNode;
}) => {
  const side = <aside className={styles.side}>{props.side}</aside>;
  const first = props.narrow === 'side-first';
  return (
    <div className={styles.body} data-side={first ? 'first' : 'last'}>
      {first && side}
      <div className={styles.main}>{props.children}</div>
      {!first && side}
    </div>
  );
};
