import { RefObject, useEffect, useRef } from 'react';

/**
 * Gives the focus to the first element that the selector finds, once, when a
 * dialog has opened. Without a selector it does nothing.
 */
export function useFocusOnOpen<T extends HTMLElement>(
  selector: string | undefined,
): RefObject<T> {
  const ref = useRef<T>(null);
  useEffect(() => {
    if (selector) ref.current?.querySelector<HTMLElement>(selector)?.focus();
  }, [selector]);
  return ref;
}
