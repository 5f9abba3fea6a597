import styles from './page.module.css';

/** A text that may be JSON, well laid out where it is. */
export const JsonText = (props: { text: string; label: string }) => (
  // Whoever has no mouse scrolls it by the arrow keys.
  <pre className={styles.json} tabIndex={0} aria-label={props.label}>
    {laidOut(props.text)}
  </pre>
);

function laidOut(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
