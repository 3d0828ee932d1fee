// An edit that turns one message into another (a link into a receipt) is easily overlooked: the
// bubble lights up for a moment when its words change before the reader's eyes.

import { type RefObject, useEffect, useRef } from "react";

const FLASH_MS = 1_600;

/** Lights `target` up when `words` become others; the first ones do not count. */
export function useEditFlash(target: RefObject<HTMLElement | null>, words: string): void {
  const before = useRef(words);
  useEffect(() => {
    if (before.current === words) return;
    before.current = words;
    const keyframes = [{ boxShadow: "0 0 0 3px var(--accent)" }, {}];
    target.current?.animate(keyframes, { duration: FLASH_MS, easing: "ease-out" });
  }, [target, words]);
}
