import styles from './CodeBlock.module.css';

/** Code or data, laid out as it is; lines without room are broken. */
export const CodeBlock = ({ children }: { children: string }) => (
  <pre className={styles.block}>{children}</pre>
);

/** A value as JSON. */
export const Json = ({ value }: { value: unknown }) => (
  <CodeBlock>{JSON.stringify(value, null, 2)}</CodeBlock>
);
