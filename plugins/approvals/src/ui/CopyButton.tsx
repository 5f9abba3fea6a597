import { ButtonIcon } from '@backstage/ui';
import { RiCheckLine, RiFileCopyLine } from '@remixicon/react';
import { useState } from 'react';

/** Copies a text; absent where the browser keeps its clipboard to itself. */
export const CopyButton = (props: {
  text: string;
  label: string;
  /** Said once it is copied. */
  done: string;
}) => {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(props.text);
      setCopied(true);
    } catch {
      // The browser forbids it: the text is there to be marked.
      setCopied(false);
    }
  };
  return 'clipboard' in navigator ? (
    <ButtonIcon
      size="small"
      variant="tertiary"
      icon={copied ? <RiCheckLine /> : <RiFileCopyLine />}
      aria-label={copied ? props.done : props.label}
      onPress={copy}
    />
  ) : null;
};
