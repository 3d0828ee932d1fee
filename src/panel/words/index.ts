// Everything the panel says, in English, as typed by kernel/say-desk.ts.
import { type Rich, rich } from "#actors/kernel/rich.ts";
import type { DeskSay, DeskSays } from "#actors/kernel/say-desk.ts";
import type { Role } from "#actors/kernel/team.ts";
import type { Words } from "#src/i18n/catalogue.ts";
import { teamText } from "#src/i18n/index.ts";
import { plainName } from "#src/i18n/words.ts";
import { CAMPAIGN_WORDS } from "./campaigns.ts";
import { dutyWords } from "./duty.ts";
import { LIST_WORDS } from "./lists.ts";
import { REPLY_WORDS } from "./replies.ts";
import { SETTINGS_WORDS } from "./settings.ts";
import { SHELF_WORDS } from "./shelf.ts";
import { SHOP_WORDS } from "./shop.ts";
import { ROLE_WORDS, TEAM_WORDS } from "./team.ts";

const WORDS: Words<DeskSays> = {
  fromTopic: (w) => teamText(w.say),
  asked: () => rich("⏳ On its way."),
  ...TEAM_WORDS,
  ...LIST_WORDS,
  ...SETTINGS_WORDS,
  ...SHOP_WORDS,
  ...REPLY_WORDS,
  ...CAMPAIGN_WORDS,
  ...dutyWords,
  denied: (w) => rich(denied(w.role)),
  stale: () => rich("This button is out of date. /admin opens a fresh panel."),
  notYours: () => rich("This is somebody else's panel. /admin opens your own."),
  cancelled: () => rich("Cancelled. Nothing was changed."),
  failed: (w) => rich(`❌ Not done: ${plainName(w.reason, 200)}`),
  expected: (w) => rich(`✋ ${w.what}`),
  expired: () => rich("⌛ That took too long. Press the button again."),
  ...SHELF_WORDS,
};

function denied(role: Role): string {
  if (role === "anonymous") {
    return "🎭 Switch off “Remain anonymous” for yourself: nobody can tell who did it.";
  }
  if (role === "stranger") return "🔒 This is for the team.";
  return `🔒 As ${ROLE_WORDS[role]} you cannot do this. Ask the owner.`;
}

/** The words of a say, cut to nothing: whoever shows them knows the room there is. */
export function deskText(say: DeskSay): Rich {
  return speak(say);
}

/** A say's key and its parameters belong together; the union of all of them loses sight of that. */
function speak<Key extends keyof DeskSays>(say: {
  readonly key: Key;
  readonly with: DeskSays[Key];
}): Rich {
  return WORDS[say.key](say.with);
}
