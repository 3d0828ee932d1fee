// What stands above a fan's message in the topic, and the message below it:
//
//   📩 New text message  📌🔴 → Ben
//   From: @alice123 🏆 VIP (ID: 123456)
//   Credits: 45 ▰▰▰▰▰▱▱▱▱▱ | Time: None
//   ──────────────────────────
//   Hello!
//
// Never longer than HEADER_LENGTH_MAX, whatever a fan calls themselves: what decides how a message is
// split relies on it.
import { type Content, HEADER_LENGTH_MAX } from "#actors/kernel/content.ts";
import { bar } from "#actors/kernel/credits.ts";
import type { Header } from "#actors/kernel/effect.ts";
import { bold, code, cutRich, joinRich, type Rich, rich } from "#actors/kernel/rich.ts";
import type { FanFacts, Tier } from "#actors/kernel/say.ts";
import { PRIORITY_MARKS } from "./team-duty.ts";
import { duration, figure, lines, plainName } from "./words.ts";

const L = "en";
const ASSIGNEE_LENGTH_MAX = 24;
const RULE = "─".repeat(26);

const TITLES: Readonly<Record<Header["title"], readonly [emoji: string, words: string]>> = {
  new: ["📩", "New"],
  edited: ["✏️", "Edited"],
  held: ["📤", "Held"],
};

const KINDS: Readonly<Record<Header["contentKind"], string>> = {
  text: "text message",
  photo: "photo",
  video: "video",
  voice: "voice message",
  audio: "audio",
  video_note: "video message",
  document: "file",
  sticker: "sticker",
  animation: "GIF",
  location: "location",
  contact: "contact",
  poll: "poll",
  album: "album",
  unsupported: "message",
};

const TIERS: Readonly<Record<Tier, string>> = {
  new: "🌱 New",
  regular: "⭐ Regular",
  vip: "🏆 VIP",
};

/** The header alone, without the rule below it. */
export function headerText(header: Header): Rich {
  const [emoji, words] = TITLES[header.title];
  const { facts } = header;
  const value = lines(
    rich(`${emoji} `, bold(`${words} ${KINDS[header.contentKind]}`), marksText(facts)),
    rich("From: ", whoLine(facts)),
    rich(balanceLine(facts)),
  );
  return cutRich(value, HEADER_LENGTH_MAX - RULE.length - 2);
}

/**
 * A whole post: header, rule, and what the fan wrote; several texts of one merged post stand apart
 * by an empty line. `header: null` is the words alone.
 */
export function postText(header: Header | null, contents: readonly Content[]): Rich {
  const written = contents.filter((content) => content.text !== "");
  const body = joinRich(written, "\n\n");
  if (header === null) return body;
  if (written.length === 0) return headerText(header);
  return joinRich([headerText(header), RULE, body], "\n");
}

/** `  📌🔴 → Ben`: how the team has sorted the conversation; nothing where it has not. */
function marksText({ marks }: FanFacts): string {
  if (marks === undefined) return "";
  const { assignee, priority, isPinned } = marks;
  const signs = `${isPinned ? "📌" : ""}${priority === "normal" ? "" : PRIORITY_MARKS[priority]}`;
  const whose = assignee === null ? "" : ` → ${plainName(assignee, ASSIGNEE_LENGTH_MAX)}`;
  return `${signs === "" ? "" : `  ${signs}`}${whose}`;
}

/** Name, tier and id, as headers and cards show them. */
export function whoLine(facts: FanFacts): Rich {
  const name = facts.username === null ? facts.firstName : `@${facts.username}`;
  const id = code(String(facts.fanId));
  return rich(bold(plainName(name)), ` ${TIERS[facts.tier]} (ID: `, id, ")");
}

/** Credits with their bar, and the time left. */
export function balanceLine(facts: FanFacts): string {
  const { credits, creditsFull, sessionSeconds } = facts;
  const time = sessionSeconds > 0 ? duration(sessionSeconds, L) : "None";
  return `Credits: ${figure(credits, L)} ${bar(credits, creditsFull)} | Time: ${time}`;
}
