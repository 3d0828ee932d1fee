// First contact and what is known of a person: names and language as Telegram shows them now, where
// they came from, the welcome. The welcome's credits are granted once a person for ever: its ledger
// reference carries the Telegram id, and `hasWelcome` outlives an erasure, so a fan who starts anew
// is welcomed without them and the reference is never booked a second time.
import { clip } from "#actors/kernel/content.ts";
import { isShopOpen } from "#actors/kernel/settings.ts";
import { refreshCard } from "./card.ts";
import { book } from "./charge.ts";
import { nameFor } from "./facts.ts";
import { startKeyboard } from "./keyboards.ts";
import { NAME_LENGTH_MAX, SOURCE_LENGTH_MAX } from "./limits.ts";
import type { Person } from "./message.ts";
import { tellFan } from "./tell.ts";
import type { Turn } from "./turn.ts";

/**
 * Takes note of who wrote. Whoever writes can be written to again, whatever they had blocked.
 * True: this is the first that was ever heard of them.
 */
export function meet(turn: Turn, person: Person): boolean {
  const { state } = turn;
  const isFirst = state.firstSeenAt === null;
  const before = nameFor(state);
  const wasUnreachable = state.isUnreachable;
  turn.set({
    firstName: clip(person.firstName, NAME_LENGTH_MAX),
    username: person.username && clip(person.username, NAME_LENGTH_MAX),
    languageTag: person.languageTag && clip(person.languageTag, NAME_LENGTH_MAX),
    firstSeenAt: state.firstSeenAt ?? turn.at,
    lastSeenAt: turn.at,
    isUnreachable: false,
  });
  if (isFirst) grantWelcome(turn);
  else if (before !== nameFor(turn.state)) rename(turn);
  else if (wasUnreachable) refreshCard(turn);
  return isFirst;
}

/** The words that invite: what they have, what things cost, what happens next. */
export function tellWelcome(turn: Turn, credits: number): void {
  const { settings, state } = turn;
  turn.set({ hasStarted: false });
  tellFan(
    turn,
    {
      key: "welcome",
      with: {
        firstName: state.firstName,
        credits,
        costText: settings.costs.text,
        costPhoto: settings.costs.photo,
        costVoice: settings.costs.voice,
        ownWords: settings.welcomeText,
        isShopOpen: isShopOpen(settings),
      },
    },
    { keyboard: startKeyboard() },
  );
}

/** A deep link's payload, kept the first time only. */
export function keepSource(turn: Turn, payload: string): void {
  if (payload === "" || turn.state.source !== null) return;
  turn.set({ source: clip(payload, SOURCE_LENGTH_MAX) });
}

function grantWelcome(turn: Turn): void {
  if (turn.state.hasWelcome) return;
  turn.set({ hasWelcome: true });
  const credits = turn.settings.welcomeCredits;
  if (credits === 0) return;
  book(turn, { kind: "welcome", credits, reference: `welcome:${turn.state.fanId}` });
}

function rename(turn: Turn): void {
  const { topicStatus } = turn.state;
  if (topicStatus === "open" || topicStatus === "closed") {
    turn.emit({ verb: "renameTopic", name: nameFor(turn.state) });
  }
  refreshCard(turn);
}
