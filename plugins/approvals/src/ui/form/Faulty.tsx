import { Text } from '@backstage/ui';
import { ReactNode } from 'react';
import styles from './form.module.css';

/** A field with what is wrong with it below. */
export const Faulty = (props: { fault?: string; children: ReactNode }) => (
  <div className={styles.field}>
    {props.children}
    {props.fault && <Fault>{props.fault}</Fault>}
  </div>
);

/** What is wrong with a field. */
export const Fault = ({ children }: { children: string }) => (
  <Text as="p" variant="body-small" color="danger" role="alert">
    {children}
  </Text>
);
