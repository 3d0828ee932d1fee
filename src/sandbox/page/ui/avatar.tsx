// A round picture made of a person's letters; the colour follows the id, as in Telegram.

import type { ReactNode } from "react";
import { initials } from "#src/sandbox/page/model/words.ts";

interface AvatarProps {
  readonly id: number;
  readonly name: string;
  /** Edge in CSS pixels; 36 unless told. */
  readonly size?: number;
}

/** Decorative: the name always stands beside it or labels the control. */
export function Avatar({ id, name, size = 36 }: AvatarProps): ReactNode {
  return (
    <span
      className={`avatar hue-${Math.abs(id) % 7}`}
      style={{ width: size, height: size, fontSize: Math.round(size * 0.4) }}
      aria-hidden="true"
    >
      {initials(name).slice(0, size < 30 ? 1 : 2)}
    </span>
  );
}

/** The bot's picture: the product's mark, a lit doorway. */
export function BotAvatar({ size = 36 }: { readonly size?: number }): ReactNode {
  return (
    <span className="avatar bot-avatar" style={{ width: size, height: size }} aria-hidden="true">
      <Mark size={Math.round(size * 0.62)} />
    </span>
  );
}

/** The mark alone, in the colour of the text. */
export function Mark({ size = 20 }: { readonly size?: number }): ReactNode {
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 24 24" fill="none">
      <path
        d="M6 21V5.5A2.5 2.5 0 0 1 8.5 3h7A2.5 2.5 0 0 1 18 5.5V21"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
      />
      <path d="M3.5 21h17" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
      <path
        d="m12 7.5 1.2 2.9 3.1.2-2.4 2 .8 3L12 13.9l-2.7 1.7.8-3-2.4-2 3.1-.2L12 7.5Z"
        fill="currentColor"
      />
    </svg>
  );
}
