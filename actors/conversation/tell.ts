// Words to the fan and to the team. A fan who blocked the bot is told nothing, a team whose fan has
// no topic yet neither: both would only be refused, or come up much later out of place.
import type { FanSay, Keyboard, TeamSay } from "#actors/kernel/say.ts";
import { discreet } from "./discreet.ts";
import { languageFor } from "./facts.ts";
import { REPEATED_WORD_MS } from "./limits.ts";
import { isMoneyShown } from "./rights.ts";
import type { Turn } from "./turn.ts";

interface Manner {
  readonly keyboard?: Keyboard;
  /** A message of that chat. */
  readonly replyTo?: number | null;
}

/** Tells the fan; with a tag, the conversation hears under which id the notice went. */
export function tellFan(turn: Turn, say: FanSay, manner: Manner & { tag?: string } = {}): void {
  if (!turn.state.isUnreachable) sendNotice(turn, say, manner);
}

/** The same for a fan who is there, because they just asked; answers the effect's index. */
export function sendNotice(
  turn: Turn,
  say: FanSay,
  manner: Manner & { tag?: string } = {},
): number {
  return turn.emit({
    verb: "notify",
    say,
    language: languageFor(turn.state),
    keyboard: manner.keyboard ?? [],
    replyToFanMessageId: manner.replyTo ?? null,
    ...(manner.tag === undefined ? {} : { tag: manner.tag }),
  });
}

/** Tells the fan, unless the same was said a moment ago: a flood is not answered by a flood. */
export function tellFanOnce(turn: Turn, say: FanSay, manner: Manner = {}): void {
  const { lastWord } = turn.state;
  if (lastWord?.key === say.key && turn.at - lastWord.at < REPEATED_WORD_MS) return;
  turn.set({ lastWord: { key: say.key, at: turn.at } });
  tellFan(turn, say, manner);
}

/** Turns one of our notices into another. */
export function editNotice(
  turn: Turn,
  messageId: number,
  say: FanSay,
  manner: { keyboard?: Keyboard; tag?: string } = {},
): void {
  if (turn.state.isUnreachable) return;
  turn.emit({
    verb: "editNotice",
    messageId,
    say,
    language: languageFor(turn.state),
    keyboard: manner.keyboard ?? [],
    ...(manner.tag === undefined ? {} : { tag: manner.tag }),
  });
}

/**
 * Tells the team in the fan's topic, without figures of money where not everybody may read them;
 * `about` is a message of the fan's whose copy it replies to.
 */
export function tellTeam(
  turn: Turn,
  say: TeamSay,
  manner: Manner & { readonly about?: number | null } = {},
): void {
  if (turn.state.topicStatus === "none") return;
  const about = manner.about ?? null;
  turn.emit({
    verb: "tell",
    say: isMoneyShown(turn) ? say : discreet(say),
    keyboard: manner.keyboard ?? [],
    replyToMessageId: manner.replyTo ?? null,
    ...(about === null ? {} : { aboutFanMessageId: about }),
  });
}

/** Turns one of our lines in the topic into another, with figures as in {@link tellTeam}. */
export function editTell(
  turn: Turn,
  messageId: number,
  say: TeamSay,
  keyboard: Keyboard = [],
): void {
  const shown = isMoneyShown(turn) ? say : discreet(say);
  turn.emit({ verb: "editTell", messageId, say: shown, keyboard });
}

/** Takes the spinner off a button that the fan pressed. */
export function answerFan(turn: Turn, queryId: string, say: FanSay | null): void {
  turn.emit({
    verb: "answerPress",
    queryId,
    say: say === null ? null : { to: "fan", say, language: languageFor(turn.state) },
    isAlert: false,
  });
}

/** Takes the spinner off a button that somebody of the group pressed. */
export function answerTeam(
  turn: Turn,
  queryId: string,
  say: TeamSay | null,
  isAlert = false,
): void {
  turn.emit({
    verb: "answerPress",
    queryId,
    say: say === null ? null : { to: "team", say },
    isAlert,
  });
}
