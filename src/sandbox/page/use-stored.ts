// Small choices that survive a reload: the theme, who is selected, what was read. Storage may be
// switched off or hold something old; then the page simply begins from the default.

import { useCallback, useState } from "react";

/** `useState` that is kept in the browser under `key`; `parse` answers null for what it refuses. */
export function useStored<T>(
  key: string,
  initial: T,
  parse: (value: unknown) => T | null,
): [T, (next: T) => void] {
  const [value, setValue] = useState<T>(() => read(key, parse) ?? initial);
  const store = useCallback(
    (next: T) => {
      setValue(next);
      try {
        localStorage.setItem(`stagedoor.${key}`, JSON.stringify(next));
      } catch {
        // Private windows may refuse storage: the choice then lasts as long as the page.
      }
    },
    [key],
  );
  return [value, store];
}

function read<T>(key: string, parse: (value: unknown) => T | null): T | null {
  try {
    return parse(JSON.parse(localStorage.getItem(`stagedoor.${key}`) ?? "null"));
  } catch {
    return null;
  }
}
