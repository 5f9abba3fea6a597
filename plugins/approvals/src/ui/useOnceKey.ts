import { useRef } from 'react';

/**
 * Keys for making something once, however often the same is sent: the same
 * body has the same key as the last time.
 */
export function useOnceKey(): (body: unknown) => string {
  const lastRef = useRef<{ text: string; key: string }>();
  return body => {
    const text = JSON.stringify(body);
    if (lastRef.current?.text !== text) {
      lastRef.current = { text, key: randomKey() };
    }
    return lastRef.current.key;
  };
}

// `crypto.randomUUID` is missing where the portal is not served over HTTPS.
function randomKey(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join('-');
}
