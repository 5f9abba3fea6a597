import { ReactNode } from 'react';
import styles from './Disclosure.module.css';

/** A small part of a page that is opened by whoever wants to see it. */
export const Disclosure = (props: {
  summary: string;
  className?: string;
  children: ReactNode;
}) => (
  <details
    className={[styles.disclosure, props.className].filter(Boolean).join(' ')}
  >
    <summary>{props.summary}</summary>
    {props.children}
  </details>
);
