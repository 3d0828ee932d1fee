// Which commands are the desk's, and what they do. A part of the panel adds its own line; whatever is
// not here is the person's own, as a fan.
import { SCREEN_NEEDS, type Screen } from "#actors/kernel/screen.ts";
import type { Permission } from "#actors/kernel/team.ts";
import type { Heard } from "./message.ts";
import { tellHelp, turnDuty } from "./team-commands.ts";
import type { DeskTurn } from "./turn.ts";

export interface DeskCommand {
  /** null: whoever is of the team. */
  readonly needs: Permission | null;
  readonly run: (turn: DeskTurn, heard: Heard<"commanded">) => void;
}

const COMMANDS: Readonly<Record<string, DeskCommand>> = {
  admin: opens({ at: "home" }),
  conversations: opens({ at: "queue", filter: "all", page: 0 }),
  team: opens({ at: "team" }),
  shelf: opens({ at: "shelf", page: 0 }),
  stats: {
    needs: "look",
    run: (turn) =>
      turn.emit({ verb: "sendReport", report: { report: "today" }, viewer: turn.viewer }),
  },
  duty: { needs: null, run: (turn, { argument }) => turnDuty(turn, argument) },
  help: { needs: null, run: tellHelp },
};

/** The desk's command that was given; null when it is none of the desk's. */
export function commandOf(heard: Heard<"commanded">): DeskCommand | null {
  return Object.hasOwn(COMMANDS, heard.command) ? (COMMANDS[heard.command] ?? null) : null;
}

/** The hash of the token of an invitation's link that was opened; null when it is another command. */
export function invitationOf({ command, argument }: Heard<"commanded">): string | null {
  return command === "start" && argument.startsWith("t_") ? argument.slice(2) : null;
}

/** Whether somebody who writes it in private means the panel; `/help` is a fan's as well. */
export function isDeskCommand(command: string): boolean {
  return command !== "help" && Object.hasOwn(COMMANDS, command);
}

/** Opens a panel at the end of the chat. */
function opens(screen: Screen): DeskCommand {
  return {
    needs: SCREEN_NEEDS[screen.at],
    run: (turn, { messageId }) => turn.reopen(screen, messageId),
  };
}
