// Arrow keys inside one widget: a list of topics, a menu, a row of tabs. Tab enters and leaves it.
// The widget marks itself with `data-rove`, whose value selects its items; each item listens.

import type { KeyboardEvent } from "react";

const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowRight: 1,
  ArrowUp: -1,
  ArrowLeft: -1,
};

/** Moves focus to the neighbour, round the ends; Home and End jump. */
export function roveFocus(event: KeyboardEvent<HTMLElement>): void {
  const widget = event.currentTarget.closest<HTMLElement>("[data-rove]");
  const selector = widget?.dataset["rove"];
  if (widget === null || selector === undefined) return;
  const items = [...widget.querySelectorAll<HTMLElement>(selector)];
  const current = items.findIndex((item) => item === document.activeElement);
  const target = items[nextIndex(event.key, current, items.length) ?? -1];
  if (target === undefined) return;
  event.preventDefault();
  target.focus();
}

/** Moves focus and clicks what it comes to, where to be on an item is to have chosen it. */
export function roveAndChoose(event: KeyboardEvent<HTMLElement>): void {
  const before = document.activeElement;
  roveFocus(event);
  const after = document.activeElement;
  if (after !== before && after instanceof HTMLElement) after.click();
}

/** Where a key leads from `current` (-1 is nowhere) among `count` items; null when nowhere. */
export function nextIndex(key: string, current: number, count: number): number | null {
  const step = STEPS[key];
  if (count === 0) return null;
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  if (step === undefined) return null;
  if (current === -1) return step > 0 ? 0 : count - 1;
  return (current + step + count) % count;
}
