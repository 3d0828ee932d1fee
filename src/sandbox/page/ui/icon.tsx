// The page's own icons: strokes on a 24 by 24 grid, in the colour of the text around them.

import type { ReactNode } from "react";

const PATHS = {
  reply: "M9 14 4 9l5-5M4 9h9a7 7 0 0 1 7 7v3",
  smile: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM8.5 14.5c1.8 2.4 5.2 2.4 7 0M9 9.5v.01M15 9.5v.01",
  pencil: "M4 20h4L19.5 8.5a2.1 2.1 0 0 0-3-3L5 17l-1 3ZM14.5 7.5l3 3",
  clip: "m20 11-8.4 8.4a5 5 0 0 1-7-7L13 4a3.3 3.3 0 0 1 4.7 4.7l-8.4 8.4a1.7 1.7 0 0 1-2.4-2.4L14.5 7",
  send: "M5 12 4 4l17 8-17 8 1-8Zm0 0h7",
  more: "M12 5.5v.01M12 12v.01M12 18.5v.01",
  close: "M6 6l12 12M18 6 6 18",
  check: "m5 12.5 4.5 4.5L19 7.5",
  lock: "M6.5 11h11a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1h-11a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1ZM8 11V8a4 4 0 0 1 8 0v3",
  unlock:
    "M6.5 11h11a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1h-11a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1ZM8 11V8a4 4 0 0 1 7.6-1.8",
  pin: "M9 4h6l-.8 6 3.3 3.5v1h-11v-1L9.8 10 9 4ZM12 14.5V20",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7v5l3.5 2",
  sun: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM12 3v1.5M12 19.5V21M3 12h1.5M19.5 12H21M5.6 5.6l1 1M17.4 17.4l1 1M5.6 18.4l1-1M17.4 6.6l1-1",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5Z",
  screen: "M4 5h16v11H4zM9 20h6M12 16v4",
  help: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM9.6 9.3a2.5 2.5 0 1 1 3.5 2.5c-.8.4-1.1.9-1.1 1.7M12 16.7v.01",
  phone:
    "M8 3h8a1.5 1.5 0 0 1 1.5 1.5v15A1.5 1.5 0 0 1 16 21H8a1.5 1.5 0 0 1-1.5-1.5v-15A1.5 1.5 0 0 1 8 3ZM11 18h2",
  group:
    "M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM3 19.5c.3-3.4 2.6-5.5 6-5.5s5.7 2.1 6 5.5M15.5 5a3.3 3.3 0 0 1 0 6.2M17.3 14.4c2.2.7 3.5 2.5 3.7 5.1",
  terminal: "m5 7 5 5-5 5M12.5 17.5H19",
  down: "m6 9.5 6 6 6-6",
  right: "m9.5 6 6 6-6 6",
  back: "m14.5 6-6 6 6 6",
  play: "M8 5.5v13l11-6.5-11-6.5Z",
  file: "M7 3h7l5 5v12a1 1 0 0 1-1 1H7a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1ZM14 3v5h5",
  music:
    "M9 18V6l10-2v12M9 18a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0ZM19 16a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0Z",
  place:
    "M12 21s7-6.2 7-11.5a7 7 0 1 0-14 0C5 14.8 12 21 12 21ZM12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
  person: "M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c.4-4 3.3-6 7.5-6s7.1 2 7.5 6",
  poll: "M5 20V11M12 20V4M19 20v-6",
  photo:
    "M5 4.5h14a1 1 0 0 1 1 1v13a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1v-13a1 1 0 0 1 1-1ZM4.5 16.5 9 12l3.5 3.5L15.5 13l4 4M15.5 9v.01",
  video:
    "M4.5 6.5h10a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-10a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1ZM15.5 10.5l5-3v9l-5-3",
  mic: "M12 14a3 3 0 0 0 3-3V6a3 3 0 0 0-6 0v5a3 3 0 0 0 3 3ZM6 11.5a6 6 0 0 0 12 0M12 17.5V21",
  sticker:
    "M4 6a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v8l-6 6H6a2 2 0 0 1-2-2V6ZM14 20v-4a2 2 0 0 1 2-2h4M9 9.5v.01M14 9.5v.01",
  gif: "M4 6h16v12H4zM9.5 10.5A2 2 0 1 0 9.5 13.5V12H8.5M12.5 10v4M15.5 14v-4h2.5M15.5 12h2",
  ring: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16ZM12 15.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Z",
  album:
    "M7.5 4H19a1 1 0 0 1 1 1v11.5M4 8h11a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V8ZM4.5 17l3.5-3.5 3 3 1.5-1.5 3 3",
  plus: "M12 5v14M5 12h14",
  trash: "M5 7h14M9.5 7V4.5h5V7M7 7l.8 12.5h8.4L17 7M10.5 11v5M13.5 11v5",
  hash: "M9.5 4 7.5 20M16.5 4l-2 16M4.5 9h15.5M4 15h15.5",
  ban: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM5.8 5.8l12.4 12.4",
  alert: "M12 4 2.8 19.5h18.4L12 4ZM12 10v4.5M12 17v.01",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM16 16l4.5 4.5",
  note: "M5 4h14v10l-5 6H5V4ZM14 20v-6h5M8.5 8.5h7M8.5 12h4",
  slash: "M15 4 9 20",
  stop: "M7 7h10v10H7z",
  bolt: "M13 3 5 13.5h6L10 21l8.5-11H12L13 3Z",
  copy: "M9 9h10v11H9zM15 9V4H5v11h4",
  card: "M4.5 6h15a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1h-15a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1ZM3.5 10h17M7 14.5h3.5",
  star: "m12 4 2.5 5.2 5.7.8-4.1 4 1 5.7-5.1-2.7-5.1 2.7 1-5.7-4.1-4 5.7-.8L12 4Z",
  away: "M13 5h6v6M19 5l-8.5 8.5M17 14v4a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1h4",
  list: "M9 6.5h11M9 12h11M9 17.5h11M4.5 6.5v.01M4.5 12v.01M4.5 17.5v.01",
} as const;

export type IconName = keyof typeof PATHS;

interface IconProps {
  readonly name: IconName;
  /** Edge in CSS pixels; 18 unless told. */
  readonly size?: number;
}

/** A decorative icon; the control around it carries the name. */
export function Icon({ name, size = 18 }: IconProps): ReactNode {
  const width = name === "more" || name === "list" ? 2.4 : 1.75;
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={width}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
