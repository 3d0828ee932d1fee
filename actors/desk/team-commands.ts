// Commands of the panel that are about its person: whether they are on duty, what they may do here,
// and the link that makes somebody a member.
import type { Heard } from "./message.ts";
import { type DeskTurn, JOIN, SPOKEN } from "./turn.ts";

/** `/duty on`, `/duty off`; alone it turns over what the list has. */
export function turnDuty(turn: DeskTurn, argument: string): void {
  const wanted = argument.trim().toLowerCase();
  if (wanted !== "" && wanted !== "on" && wanted !== "off") {
    return turn.tell({ key: "expected", with: { what: "/duty on or /duty off" } });
  }
  const own = turn.settings.team.find(({ id }) => id === turn.by.id);
  const isOn = wanted === "" ? own?.isOnDuty !== true : wanted === "on";
  // Spoken, not shown: a command is no press, and no panel need be open.
  turn.act({ act: "duty", isOn }, SPOKEN);
}

/** `/help`: what this person can do here. */
export function tellHelp(turn: DeskTurn, _heard: Heard<"commanded">): void {
  const { rights, isPrivate } = turn;
  turn.tell({ key: "teamDeskHelp", with: { role: turn.by.role, rights, isPrivate } });
}

/** Somebody has opened an invitation's link. */
export function acceptInvitation(
  turn: DeskTurn,
  tokenHash: string,
  heard: Heard<"commanded">,
): void {
  const { panelId } = turn.state;
  if (panelId !== null) turn.emit({ verb: "tidy", messageIds: [panelId] });
  // What comes of it stands at the end of the chat, not on a panel of long ago.
  turn.set({ name: turn.by.name, panelId: null });
  turn.act({ act: "acceptInvite", tokenHash, username: heard.username }, JOIN);
}
