import { useEffect, useRef, useState } from 'react';

const TYPING = 250;

/**
 * Words of a search field: what is typed is shown at once and told after a
 * short pause; what comes from outside (the address) replaces it.
 */
export function useWords(
  told: string,
  tell: (words: string) => void,
): [string, (words: string) => void] {
  const [words, setWords] = useState(told);
  const tellRef = useRef(tell);
  tellRef.current = tell;
  const toldRef = useRef(told);

  useEffect(() => {
    if (told !== toldRef.current) {
      toldRef.current = told;
      setWords(told);
    }
  }, [told]);

  useEffect(() => {
    if (words === toldRef.current) return undefined;
    const timer = setTimeout(() => {
      toldRef.current = words;
      tellRef.current(words);
    }, TYPING);
    return () => clearTimeout(timer);
  }, [words]);

  return [words, setWords];
}
