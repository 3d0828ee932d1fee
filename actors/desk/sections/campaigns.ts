// Broadcasts in the panel. A draft grows in the desk's form; nothing is sent before it was shown, was
// counted and was confirmed with that count.
//
//   draft ──write, shelf──▶ something to send ──preview──▶ shown to oneself
//   draft ──who, when──▶ narrowed, put off        something to send ──send, Yes──▶ a campaign
//
// After a picture the draft goes on listening: another one makes an album. Any button ends that.

import type { Bubble, Section, Written } from "#actors/desk/section.ts";
import type { DeskTurn } from "#actors/desk/turn.ts";
import type { Control, Segment } from "#actors/kernel/campaign.ts";
import { albumOf, CONTROLS, EVERYBODY, isSendable, PARTS_MAX } from "#actors/kernel/campaign.ts";
import { CAPTION_LENGTH_MAX, TEXT_LENGTH_MAX } from "#actors/kernel/content.ts";
import { type Draft, draftOf, EMPTY_DRAFT, isSomething, withDraft } from "#actors/kernel/draft.ts";
import { LANGUAGES, TIERS } from "#actors/kernel/say.ts";
import type { DraftFault } from "#actors/kernel/say-campaign.ts";
import type { DeskSay } from "#actors/kernel/say-desk.ts";
import { readMoment } from "#actors/kernel/when.ts";

const NAME = "campaigns";
/** The line below an album takes a part of its caption. */
const ALBUM_CAPTION_MAX = CAPTION_LENGTH_MAX - 64;
const AHEAD_MS_MAX = 366 * 86_400_000;
const WORDS_MAX = 20;
const DAYS_MAX = 3_650;

export const campaigns: Section = {
  name: NAME,
  needs: "broadcast",
  press(turn, verb, argument) {
    // null is an answer too: what was done is seen on the screen.
    for (const part of [composed, narrowed, ran]) {
      const bubble = part(turn, verb, argument);
      if (bubble !== undefined) return bubble;
    }
    return undefined;
  },
  confirmed(turn, verb, argument) {
    if (verb === "send") return launch(turn);
    return control(turn, verb, argument);
  },
  answer(turn, step, subject, written) {
    if (step === "content" || step === "more") return takeContent(turn, written, step === "more");
    if (step === "days")
      return takeDays(turn, subject === "inactive" ? subject : "active", written);
    if (step === "spent") return takeSpent(turn, written);
    if (step === "words") return takeWords(turn, subject === "sources" ? subject : "tags", written);
    if (step === "when") takeMoment(turn, written);
  },
};

/** What local time is ahead of UTC here. */
function offsetOf({ settings }: DeskTurn): number {
  return settings.businessHours?.utcOffsetMinutes ?? 0;
}

function change(turn: DeskTurn, changes: Partial<Draft>): void {
  turn.set({ form: withDraft(turn.state.form, { ...draftOf(turn.state.form), ...changes }) });
  turn.go({ at: "compose" });
}

function narrow(turn: DeskTurn, changes: Partial<Segment>): void {
  const { segment } = draftOf(turn.state.form);
  change(turn, { segment: { ...segment, ...changes }, step: "who" });
}

// ── what ──────────────────────────────────────────────────────────────────────────────────────────

function composed(turn: DeskTurn, verb: string, argument: string): Bubble | undefined {
  const draft = draftOf(turn.state.form);
  switch (verb) {
    case "new":
      change(turn, EMPTY_DRAFT);
      return null;
    case "write":
      turn.set({ screen: { at: "compose" } });
      change(turn, { parts: [], itemId: null, step: "draft" });
      turn.ask({ section: NAME, step: "content" }, { key: "campaignWrite", with: {} });
      return null;
    case "draft":
    case "who":
    case "when":
      change(turn, { step: verb });
      return null;
    case "shelf":
      change(turn, { step: "shelf", page: wholeOf(argument, 100_000) ?? 0 });
      return null;
    case "item":
      return chooseItem(turn, argument);
    case "preview":
      return preview(turn, draft);
    case "send":
      return askToSend(turn, draft, argument);
    default:
      return undefined;
  }
}

function chooseItem(turn: DeskTurn, argument: string): Bubble | undefined {
  const itemId = wholeOf(argument, Number.MAX_SAFE_INTEGER);
  if (itemId === null || itemId === 0) return undefined;
  change(turn, { itemId, parts: [], step: "draft" });
  return null;
}

function preview(turn: DeskTurn, draft: Draft): Bubble {
  if (!isSomething(draft)) return { key: "campaignEmpty", with: {} };
  const { parts, itemId } = draft;
  turn.emit({ verb: "previewPromotion", parts, itemId, language: "en" });
  return { key: "campaignPreviewed", with: {} };
}

/** The count is what the screen had just read; it is words in a question, and nothing else. */
function askToSend(turn: DeskTurn, draft: Draft, argument: string): Bubble | undefined {
  const count = wholeOf(argument, Number.MAX_SAFE_INTEGER);
  if (count === null) return undefined;
  if (!isSomething(draft)) return { key: "campaignEmpty", with: {} };
  const { startsAt } = draft;
  if (startsAt !== null && startsAt <= turn.at) {
    change(turn, { step: "when" });
    return faultSay("past");
  }
  turn.set({ screen: { at: "compose" } });
  turn.confirm(
    { section: NAME, verb: "send", argument: "" },
    { key: "campaignAsk", with: { count, startsAt, utcOffsetMinutes: offsetOf(turn) } },
  );
  return null;
}

function launch(turn: DeskTurn): Bubble {
  const draft = draftOf(turn.state.form);
  if (!isSomething(draft)) return { key: "campaignEmpty", with: {} };
  const { parts, itemId, startsAt } = draft;
  const segment = maySeeMoney(turn) ? draft.segment : { ...draft.segment, ...NO_MONEY };
  turn.act({ act: "launchCampaign", order: { parts, itemId, segment, startsAt } });
  // A second Yes finds nothing to send.
  turn.set({ form: withDraft(turn.state.form, EMPTY_DRAFT) });
  turn.go({ at: "campaigns", page: 0 }, { key: "asked", with: {} });
  return null;
}

function takeContent(turn: DeskTurn, { content }: Written, isMore: boolean): void {
  const { parts } = draftOf(turn.state.form);
  const fault = faultOf(turn, content, isMore);
  if (fault !== null) {
    const step = isMore ? "more" : "content";
    if (!isMore) return again(turn, { step }, { key: "campaignWrite", with: {} }, fault);
    turn.go({ at: "compose" }, faultSay(fault));
    return listen(turn);
  }
  const { quote: _, ...kept } = content;
  change(turn, { parts: isMore ? [...parts, kept] : [kept], itemId: null });
  if (albumOf(content.kind) !== null) listen(turn);
}

/** Without a question on the screen: its buttons stay. */
function listen(turn: DeskTurn): void {
  turn.set({ asking: { section: NAME, step: "more", subject: "", at: turn.at } });
}

function faultOf(turn: DeskTurn, content: Written["content"], isMore: boolean): DraftFault | null {
  const { parts } = draftOf(turn.state.form);
  if (!isSendable(content)) return "kind";
  if (content.kind === "text" && content.text.trim() === "") return "empty";
  const max =
    content.kind === "text" ? TEXT_LENGTH_MAX : isMore ? ALBUM_CAPTION_MAX : CAPTION_LENGTH_MAX;
  if (content.text.length > max) return "caption";
  if (!isMore) return null;
  const album = albumOf(content.kind);
  if (album === null || album !== albumOf(parts[0]?.kind ?? "text")) return "album";
  if (parts.some(({ text }) => text.length > ALBUM_CAPTION_MAX)) return "caption";
  return parts.length >= PARTS_MAX ? "full" : null;
}

// ── to whom ───────────────────────────────────────────────────────────────────────────────────────

const NO_MONEY = { spentFrom: null, spentTo: null } as const;
const PRESET_DAYS: ReadonlySet<number> = new Set([1, 7, 30, 90]);

function narrowed(turn: DeskTurn, verb: string, argument: string): Bubble | undefined {
  const { segment } = draftOf(turn.state.form);
  switch (verb) {
    case "everybody":
      narrow(turn, EVERYBODY);
      return null;
    case "tier":
      return toggled(TIERS, segment.tiers, argument, (tiers) => narrow(turn, { tiers }));
    case "language":
      return toggled(LANGUAGES, segment.languages, argument, (languages) =>
        narrow(turn, { languages }),
      );
    case "seen":
      return seen(turn, argument);
    case "spent":
      if (!maySeeMoney(turn)) return { key: "denied", with: { role: turn.by.role } };
      turn.ask({ section: NAME, step: "spent" }, spentSay(turn));
      return null;
    case "words":
      if (argument !== "tags" && argument !== "sources") return undefined;
      turn.ask(
        { section: NAME, step: "words", subject: argument },
        { key: "campaignWords", with: { which: argument } },
      );
      return null;
    default:
      return undefined;
  }
}

function toggled<Value extends string>(
  known: readonly Value[],
  chosen: readonly Value[],
  argument: string,
  choose: (values: Value[]) => void,
): Bubble | undefined {
  const value = known.find((one) => one === argument);
  if (value === undefined) return undefined;
  choose(known.filter((one) => (one === value ? !chosen.includes(one) : chosen.includes(one))));
  return null;
}

/** `a7`: seen within 7 days; `i30`: not for 30; `a` and `i` ask; `x`: either way. */
function seen(turn: DeskTurn, argument: string): Bubble | undefined {
  if (argument === "x") {
    narrow(turn, { activeWithinDays: null, inactiveForDays: null });
    return null;
  }
  const [, how, count] = /^([ai])(\d*)$/.exec(argument) ?? [];
  if (how === undefined) return undefined;
  const which = how === "a" ? "active" : "inactive";
  if (count === "") {
    turn.ask({ section: NAME, step: "days", subject: which }, daysSay(which));
    return null;
  }
  if (!PRESET_DAYS.has(Number(count))) return undefined;
  seenFor(turn, which, Number(count));
  return null;
}

function seenFor(turn: DeskTurn, which: "active" | "inactive", days: number): void {
  if (which === "active") narrow(turn, { activeWithinDays: days, inactiveForDays: null });
  else narrow(turn, { activeWithinDays: null, inactiveForDays: days });
}

function takeDays(turn: DeskTurn, which: "active" | "inactive", { text }: Written): void {
  const days = wholeOf(text, DAYS_MAX);
  if (days === null || days === 0) {
    return again(turn, { step: "days", subject: which }, daysSay(which), "days");
  }
  seenFor(turn, which, days);
}

/** `20`, `20-`, `20-50`, `-50`: from and to, in whole money or with two places; `any` for all. */
function takeSpent(turn: DeskTurn, { text }: Written): void {
  if (!maySeeMoney(turn)) return turn.go({ at: "compose" });
  if (text.toLowerCase() === "any") return narrow(turn, NO_MONEY);
  const money = String.raw`(\d{1,7}(?:[.,]\d{1,2})?)`;
  const [, lone, from, to] =
    new RegExp(`^(?:${money}|${money}?\\s?[-–]\\s?${money}?)$`).exec(text) ?? [];
  const spentFrom = centsOf(lone ?? from);
  const spentTo = centsOf(to);
  const isNothing = spentFrom === null && spentTo === null;
  if (isNothing || (spentFrom !== null && spentTo !== null && spentFrom > spentTo)) {
    return again(turn, { step: "spent" }, spentSay(turn), "money");
  }
  narrow(turn, { spentFrom, spentTo });
}

function takeWords(turn: DeskTurn, which: "tags" | "sources", { text }: Written): void {
  const words = text.toLowerCase() === "any" ? [] : wordsOf(text);
  const isFine = text !== "" && words.length <= WORDS_MAX && words.every((one) => one.length <= 64);
  if (!isFine) {
    const say: DeskSay = { key: "campaignWords", with: { which } };
    return again(turn, { step: "words", subject: which }, say, "words");
  }
  narrow(turn, which === "tags" ? { tags: words } : { sources: words });
}

// ── when, and what follows ────────────────────────────────────────────────────────────────────────

function ran(turn: DeskTurn, verb: string, argument: string): Bubble | undefined {
  switch (verb) {
    case "now":
      change(turn, { startsAt: null, step: "draft" });
      return null;
    case "at":
      turn.ask({ section: NAME, step: "when" }, whenSay(turn));
      return null;
    case "cancel":
    case "recall":
      if (wholeOf(argument, Number.MAX_SAFE_INTEGER) === null) return undefined;
      turn.confirm(
        { section: NAME, verb, argument },
        { key: verb === "cancel" ? "campaignCancelAsk" : "campaignRecallAsk", with: {} },
        "danger",
      );
      return null;
    default:
      return control(turn, verb, argument);
  }
}

function takeMoment(turn: DeskTurn, { text }: Written): void {
  const startsAt = readMoment(text, turn.at, offsetOf(turn));
  const fault = momentFault(startsAt, turn.at);
  if (fault !== null) return again(turn, { step: "when" }, whenSay(turn), fault);
  change(turn, { startsAt, step: "draft" });
}

function momentFault(startsAt: number | null, now: number): DraftFault | null {
  if (startsAt === null) return "moment";
  if (startsAt <= now) return "past";
  return startsAt > now + AHEAD_MS_MAX ? "far" : null;
}

/** The campaign checks the right again, and answers on the panel. */
function control(turn: DeskTurn, verb: string, argument: string): Bubble | undefined {
  const wanted: Control | undefined = CONTROLS.find((one) => one === verb);
  const campaignId = wholeOf(argument, Number.MAX_SAFE_INTEGER);
  if (wanted === undefined || campaignId === null) return undefined;
  const { by } = turn;
  turn.emit({
    verb: "send",
    to: { kind: "campaign", key: String(campaignId) },
    lane: "urgent",
    body: JSON.stringify({ type: "control", by, control: wanted, deskKey: turn.state.key }),
  });
  return null;
}

// ── odds and ends ─────────────────────────────────────────────────────────────────────────────────

function again(
  turn: DeskTurn,
  question: { readonly step: string; readonly subject?: string },
  say: DeskSay,
  fault: DraftFault,
): void {
  turn.ask({ section: NAME, ...question }, say, faultSay(fault));
}

function faultSay(fault: DraftFault): DeskSay {
  return { key: "campaignFault", with: { fault } };
}

function daysSay(which: "active" | "inactive"): DeskSay {
  return { key: "campaignDays", with: { which } };
}

function spentSay({ settings }: DeskTurn): DeskSay {
  return { key: "campaignSpent", with: { currency: settings.currency } };
}

function whenSay(turn: DeskTurn): DeskSay {
  return { key: "campaignWhen", with: { utcOffsetMinutes: offsetOf(turn) } };
}

function maySeeMoney({ rights }: DeskTurn): boolean {
  return rights.money;
}

/** A whole number in our own digits, within bounds; null for anything else. */
function wholeOf(text: string, max: number): number | null {
  if (!/^\d{1,16}$/.test(text)) return null;
  const value = Number(text);
  return value <= max ? value : null;
}

function centsOf(text: string | undefined): number | null {
  return text === undefined ? null : Math.round(Number(text.replace(",", ".")) * 100);
}

function wordsOf(text: string): string[] {
  return [...new Set(text.split(/[,\n]/).map((word) => word.trim().replace(/^#/, "")))].filter(
    (word) => word !== "",
  );
}
