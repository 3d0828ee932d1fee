// Which commands are the desk's, and where they lead.
import type { Screen } from "#actors/kernel/screen.ts";

/** Commands that open a screen. */
export const SCREEN_COMMANDS: Readonly<Record<string, Screen>> = {
  admin: { at: "home" },
  conversations: { at: "queue", filter: "all", page: 0 },
  team: { at: "team" },
  shelf: { at: "shelf", page: 0 },
};
