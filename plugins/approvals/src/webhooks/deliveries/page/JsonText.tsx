import { CodeBlock } from '../../../ui/CodeBlock';

/** A text that may be JSON, well laid out where it is. */
export const JsonText = ({ text }: { text: string }) => (
  <CodeBlock>{laidOut(text)}</CodeBlock>
);

function laidOut(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
