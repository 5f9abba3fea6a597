import styles from './page.module.css';

/** A text that may be JSON, well laid out where it is. */
export const JsonText = ({ text }: { text: string }) => (
  <pre className={styles.json}>{laidOut(text)}</pre>
);

function laidOut(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
