// The program's words. Everything that is said to anybody passes here: a key and its parameters in,
// text with entities out. Nothing a person wrote ever becomes markup.
import type { Rich } from "#actors/kernel/rich.ts";
import type { ButtonSpec, FanSay, Label, Language, OwnerSay, TeamSay } from "#actors/kernel/say.ts";
import type { FanCatalogue, Words } from "./catalogue.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { pt } from "./pt.ts";
import { ru } from "./ru.ts";
import { owner, team, teamLabels } from "./team.ts";

export { cardText } from "./card.ts";
export { headerText, postText } from "./header.ts";
export { type RecapLine, recapText } from "./recap.ts";

const CATALOGUES: Readonly<Record<Language, FanCatalogue>> = { en, es, pt, ru, de };

/** Says something to a fan. */
export function fanText(say: FanSay, language: Language): Rich {
  return speak(CATALOGUES[language].says, say);
}

/** Says something to the team. */
export function teamText(say: TeamSay): Rich {
  return speak(team, say);
}

/** Says something to the owner. */
export function ownerText(say: OwnerSay): Rich {
  return speak(owner, say);
}

/** What stands on a button. */
export function buttonText(label: ButtonSpec["label"], language: Language): string {
  return typeof label === "string" ? labelText(label, language) : label.literal;
}

function labelText(label: Label, language: Language): string {
  return { ...CATALOGUES[language].labels, ...teamLabels }[label];
}

/** A say's key and its parameters belong together; the union of all of them loses sight of that. */
function speak<Says, Key extends keyof Says>(
  words: Words<Says>,
  say: { readonly key: Key; readonly with: Says[Key] },
): Rich {
  return words[say.key](say.with);
}
