// What every screen has around it: breadcrumbs on top, the line about what just happened, a wizard's
// question, Yes and No, and the way back at the bottom.
import { packDeskPress } from "#actors/kernel/desk.ts";
import { bold, italic, joinRich, type Rich, rich } from "#actors/kernel/rich.ts";
import { parentOf, type Screen, type ScreenName } from "#actors/kernel/screen.ts";
import { type Looking, type PanelButton, type View } from "./view.ts";
import { deskText } from "./words/index.ts";

const HOME = "Stagedoor";

/** Screens with figures of money, for whoever may see them. */
const OF_MONEY: ReadonlySet<ScreenName> = new Set([
  "home",
  "charts",
  "fans",
  "found",
  "fan",
  "fanMenu",
  "item",
  "campaign",
  "compose",
]);

/** Where a group reads along of whom not everybody may see money. */
export const MONEY_IN_PRIVATE = "In private: more, with the figures of money.";

export interface Framed {
  readonly text: Rich;
  readonly buttons: readonly (readonly PanelButton[])[];
  readonly picture?: Uint8Array;
}

/** A view with its frame. While something is asked there are only its own buttons. */
export function frame(screen: Screen, view: View, looking: Looking): Framed {
  const { notice, prompt, question } = looking.context;
  const isAsking = prompt !== null || question !== null;
  const pieces: Rich[] = [bold(crumbs(screen, view.title))];
  if (notice !== null) pieces.push(deskText(notice));
  if (!isAsking) pieces.push(view.body);
  if (!isAsking && looking.viewer.isMoneyInPrivate === true && OF_MONEY.has(screen.at)) {
    pieces.push(italic(MONEY_IN_PRIVATE));
  }
  if (prompt !== null && prompt.error !== null) pieces.push(deskText(prompt.error));
  if (prompt !== null) pieces.push(deskText(prompt.say), italic("Write it here, or press Cancel."));
  if (question !== null) pieces.push(deskText(question.say));
  const { picture } = view;
  return {
    text: joinRich(pieces, "\n\n"),
    buttons: isAsking ? answers(looking) : [...view.buttons, ...wayBack(screen, looking)],
    ...(picture === undefined ? {} : { picture }),
  };
}

function crumbs(screen: Screen, title: string): Rich {
  return parentOf(screen) === null ? rich(HOME) : rich(`${HOME} › ${title}`);
}

function answers(looking: Looking): readonly (readonly PanelButton[])[] {
  const { question } = looking.context;
  const no = nav(looking, "Cancel", "no");
  if (question === null) return [[no]];
  const yes = nav(looking, "✔️ Yes", "yes", question.token);
  return [[{ ...yes, style: question.style }, no]];
}

function wayBack(screen: Screen, looking: Looking): readonly (readonly PanelButton[])[] {
  return parentOf(screen) === null ? [] : [[nav(looking, "‹ Back", "back")]];
}

function nav(
  { viewer }: Looking,
  text: string,
  verb: string,
  argument = "",
): Extract<PanelButton, { data: string }> {
  return { text, data: packDeskPress({ memberId: viewer.id, section: "nav", verb, argument }) };
}
