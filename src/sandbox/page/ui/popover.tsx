// A button and what opens from it: a menu of actions, or a small panel. The panel is drawn in place
// (no portal), so its owner must not clip it.

import { type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { roveFocus } from "./roving.ts";
import { useDismiss } from "./use-dismiss.ts";

interface PopoverProps {
  /** The button's accessible name. */
  readonly label: string;
  readonly face: ReactNode;
  readonly kind: "menu" | "dialog";
  readonly buttonClass?: string;
  readonly panelClass?: string;
  /** The panel; `close` is for actions that end it. */
  readonly children: (close: () => void) => ReactNode;
}

/** A disclosure button with its panel; arrow keys move inside a menu. */
export function Popover(props: PopoverProps): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const close = useCallback(() => setIsOpen(false), []);
  useDismiss(root, isOpen, close);
  useLayoutEffect(() => {
    if (isOpen && panel.current !== null) keepInside(panel.current);
  }, [isOpen]);
  useEffect(() => {
    if (!isOpen) return;
    const from = opener.current;
    panel.current?.querySelector<HTMLElement>("button, input, select")?.focus();
    // What had the focus inside is gone by now, and the focus with it: it goes back to the button,
    // before any effect of what was chosen takes it further.
    return () => {
      if (document.activeElement === document.body) from?.focus();
    };
  }, [isOpen]);

  return (
    <div className="popover" ref={root}>
      <button
        ref={opener}
        type="button"
        className={props.buttonClass ?? "icon-button"}
        aria-label={props.label}
        title={props.label}
        aria-haspopup={props.kind}
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
      >
        {props.face}
      </button>
      {isOpen && (
        <div
          ref={panel}
          role={props.kind}
          data-rove="[role=menuitem]"
          aria-label={props.label}
          className={`popover-panel ${props.panelClass ?? ""}`}
        >
          {props.children(close)}
        </div>
      )}
    </div>
  );
}

/** Moves a panel that its scroll box or the window would cut off; by transform, so nothing reflows. */
function keepInside(panel: HTMLElement): void {
  const box = panel.getBoundingClientRect();
  const frame = (panel.closest(".messages") ?? document.documentElement).getBoundingClientRect();
  const gap = 6;
  const right = Math.min(0, frame.right - gap - box.right);
  const left = Math.max(0, frame.left + gap - box.left);
  const isCutAbove = box.top < frame.top;
  if (isCutAbove) panel.classList.add("down");
  panel.style.translate = `${right === 0 ? left : right}px 0`;
}

interface MenuItemProps {
  readonly icon: ReactNode;
  readonly isDanger?: boolean;
  readonly onSelect: () => void;
  readonly children: ReactNode;
}

/** One line of a menu. */
export function MenuItem(props: MenuItemProps): ReactNode {
  return (
    <button
      type="button"
      role="menuitem"
      className={props.isDanger === true ? "menu-item danger" : "menu-item"}
      onClick={props.onSelect}
      onKeyDown={roveFocus}
    >
      <span className="menu-icon">{props.icon}</span>
      <span>{props.children}</span>
    </button>
  );
}
