// The three panes by name. On a narrow window one is in front, on a middling one the phone stays.

import type { IconName } from "./ui/icon.tsx";

export type View = "phone" | "group" | "console";

export const VIEWS: readonly {
  readonly id: View;
  readonly label: string;
  readonly icon: IconName;
}[] = [
  { id: "phone", label: "Phone", icon: "phone" },
  { id: "group", label: "Admin group", icon: "group" },
  { id: "console", label: "Console", icon: "terminal" },
];
