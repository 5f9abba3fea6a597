import { useEffect, useRef } from 'react';

const EDITABLE =
  'input:not([type=checkbox]), textarea, select, [contenteditable], [role=dialog], [role=listbox], [role=menu]';

/**
 * Single keys for a page, such as `j`. They rest while somebody types, while
 * a dialog is open, and with Ctrl, Alt or Meta held. Heard before the page's
 * own widgets, since a table would take a letter for type-ahead.
 */
export function useHotkeys(keys: Record<string, () => void>): void {
  const keysRef = useRef(keys);
  keysRef.current = keys;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const handler = keysRef.current[event.key];
      const target = event.target as Element | null;
      if (
        !handler ||
        event.ctrlKey ||
        event.altKey ||
        event.metaKey ||
        target?.closest?.(EDITABLE) ||
        document.querySelector('[role=dialog]')
      ) {
        return;
      }
      event.preventDefault();
      event.stopPropagation();
      handler();
    };
    window.addEventListener('keydown', onKeyDown, true);
    return () => window.removeEventListener('keydown', onKeyDown, true);
  }, []);
}
