// A fan's card with everything that is known, and the acts on it; and the choices that some acts have.
// Figures of money are left out for whoever may not see them. Which buttons there are follows the
// viewer's rights; what they do is checked again by the conversation.
import { fanArgument, mayActOnFan } from "#actors/desk/sections/fan.ts";
import { bar } from "#actors/kernel/credits.ts";
import { PRIORITIES } from "#actors/kernel/priority.ts";
import { bold, code, joinRich, type Rich, rich } from "#actors/kernel/rich.ts";
import { TIERS } from "#actors/kernel/say.ts";
import type { FanMenu, ScreenOf } from "#actors/kernel/screen.ts";
import type { FanCard, Refundable } from "#db/queries/fans.ts";
import { money } from "#src/i18n/money.ts";
import { day, duration, plainName } from "#src/i18n/words.ts";
import type { ListReads } from "#src/panel/list-reads.ts";
import {
  act,
  go,
  inRows,
  type Looking,
  type PanelButton,
  topicLink,
  type View,
} from "#src/panel/view.ts";
import { age, nameOf, PRIORITY_MARKS, TIER_MARKS } from "./list-kit.ts";

const GONE = rich("There is no such fan, or everything about them was erased.");
const PEOPLE_MAX = 20;

export async function fanView(
  reads: ListReads,
  { fanId }: ScreenOf<"fan">,
  looking: Looking,
): Promise<View> {
  const fan = await reads.fan(fanId);
  if (fan === null) return { title: "Fan", body: GONE, buttons: [] };
  return {
    title: "Fan",
    body: joinRich(blocks(reads, fan, looking), "\n\n"),
    buttons: actButtons(fan, looking),
  };
}

function blocks(reads: ListReads, fan: FanCard, looking: Looking): readonly Rich[] {
  const { now } = looking;
  const { notes } = fan;
  const said = notes.map(({ byName, at, text }) =>
    rich(`📝 ${plainName(byName, 20)}, ${age(at, now)} ago: ${plainName(text, 120)}`),
  );
  return [
    lines(whoLines(fan)),
    lines(moneyLines(reads, fan, looking)),
    lines(talkLines(fan, now)),
    ...(said.length > 0 ? [lines(said)] : []),
  ];
}

function whoLines(fan: FanCard): readonly (Rich | string)[] {
  const { fanId, username, tier, isBanned, isUnreachable, isPromotable, tags, languageTag } = fan;
  return [
    rich(TIER_MARKS[tier], " ", bold(nameOf(fan)), username === null ? "" : ` @${username}`),
    rich(
      "🆔 ",
      code(String(fanId)),
      languageTag === null ? "" : ` · ${plainName(languageTag, 12)}`,
    ),
    isBanned ? "🚫 Banned" : "",
    isUnreachable ? "📵 Has blocked the bot" : "",
    isPromotable ? "" : "🔕 Takes no broadcasts",
    tags.length > 0 ? `🏷 ${tags.map((tag) => `#${plainName(tag, 32)}`).join(" ")}` : "",
  ];
}

function moneyLines(
  reads: ListReads,
  fan: FanCard,
  { viewer, now }: Looking,
): readonly (Rich | string)[] {
  const {
    credits,
    creditsFull,
    sessionEndsAt,
    spentCents,
    purchases,
    disputes,
    promoUses,
    unlocks,
  } = fan;
  const left = Math.ceil(((sessionEndsAt ?? 0) - now) / 1000);
  const counts = [
    purchases > 0 ? `${purchases} paid` : "",
    disputes > 0 ? `⚖️ ${disputes} disputed` : "",
    promoUses > 0 ? `🎟 ${promoUses} codes` : "",
    unlocks > 0 ? `🔓 ${unlocks} unlocked` : "",
  ].filter((count) => count !== "");
  return [
    `💳 ${bar(credits, creditsFull)} ${credits} credits`,
    left > 0 ? `⏱ ${duration(left, "en")} left` : "",
    fan.debtCredits > 0 ? `📉 Owes ${fan.debtCredits} credits` : "",
    viewer.rights.money ? `💰 ${money(spentCents, reads.settings().currency, "en")} spent` : "",
    counts.join(" · "),
    fan.cards === ""
      ? ""
      : `🪪 ${fan.cards
          .split(" ")
          .map((last) => `••${last}`)
          .join(" ")}`,
    fan.autoRecharge ? "🔄 Auto-recharge on" : "",
  ];
}

function talkLines(fan: FanCard, now: number): readonly string[] {
  const { messagesIn, messagesOut, unread, waitingSince, priority, isPinned, assignee } = fan;
  const snoozed = fan.snoozedUntil === null ? 0 : fan.snoozedUntil - now;
  const source = fan.source === null ? "" : ` · from ${plainName(fan.source, 32)}`;
  const marks = [
    isPinned ? "📌 pinned" : "",
    priority === "normal" ? "" : `${PRIORITY_MARKS[priority]} ${priority}`,
    snoozed > 0 ? `😴 ${duration(Math.ceil(snoozed / 1000), "en")}` : "",
  ].filter((mark) => mark !== "");
  const wait = waitingSince === null ? "" : ` · ⏳ ${age(waitingSince, now)}`;
  return [
    `✉️ ${messagesIn} in, ${messagesOut} out${unread > 0 ? ` · ${unread} unread` : ""}${wait}`,
    `📅 Since ${day(fan.createdAt, "en")} · here ${age(fan.lastSeenAt, now)} ago${source}`,
    marks.join(" · "),
    fan.assignedTo === null ? "" : `👤 ${plainName(assignee ?? String(fan.assignedTo), 32)}`,
  ];
}

/** Those that say something. */
function lines(all: readonly (Rich | string)[]): Rich {
  return joinRich(
    all.filter((line) => line !== ""),
    "\n",
  );
}

type Choice = readonly [verb: string, text: string];

function actButtons(fan: FanCard, looking: Looking): readonly (readonly PanelButton[])[] {
  const { fanId, groupId, topicId, isBanned } = fan;
  const acts: readonly Choice[] = [
    ["credits", "💳 Credits"],
    ["time", "⏱ Time"],
    ["note", "📝 Note"],
    ["tags", "🏷 Tags"],
  ];
  const danger: readonly Choice[] = [
    isBanned ? ["unban", "✅ Unban"] : ["ban", "⛔ Ban"],
    ["export", "📦 Export"],
    ["erase", "🗑 Erase"],
  ];
  const menus = [
    menuButton(looking, fanId, "tier", "tier", "⭐ Tier"),
    menuButton(looking, fanId, "assign", "assign", "👤 Assign"),
    menuButton(looking, fanId, "sort", "pin", "📌 Sort"),
    looking.viewer.rights.money ? menuButton(looking, fanId, "refund", "refund", "↩️ Refund") : [],
  ].flat();
  const links = [
    ...(groupId === null || topicId === null
      ? []
      : [{ text: "💬 Open topic", url: topicLink(groupId, topicId) }]),
    ...(looking.viewer.rights.settings
      ? [go(looking, "📜 Audit", { at: "auditOf", fanId, page: 0 })]
      : []),
  ];
  return [
    ...inRows(links, 2),
    ...inRows([...actsOf(looking, fanId, acts), ...menus], 3),
    ...inRows(actsOf(looking, fanId, danger), 3),
  ];
}

/** The buttons of those acts that the viewer may do. */
function actsOf(looking: Looking, fanId: number, acts: readonly Choice[]): readonly PanelButton[] {
  return acts
    .filter(([verb]) => mayActOnFan(looking.viewer.rights, verb))
    .map(([verb, text]) => fanAct(looking, text, verb, fanArgument(fanId)));
}

function fanAct(looking: Looking, text: string, verb: string, argument: string): PanelButton {
  return act(looking, text, { section: "fan", verb, argument });
}

function menuButton(
  looking: Looking,
  fanId: number,
  menu: FanMenu,
  verb: string,
  text: string,
): readonly PanelButton[] {
  if (!mayActOnFan(looking.viewer.rights, verb)) return [];
  return [go(looking, text, { at: "fanMenu", fanId, menu })];
}

export async function fanMenuView(
  reads: ListReads,
  { fanId, menu }: ScreenOf<"fanMenu">,
  looking: Looking,
): Promise<View> {
  const fan = await reads.fan(fanId);
  if (fan === null) return { title: "Fan", body: GONE, buttons: [] };
  const who = rich(TIER_MARKS[fan.tier], " ", bold(nameOf(fan)));
  switch (menu) {
    case "tier":
      return { title: "Tier", body: who, buttons: tierButtons(fan, looking) };
    case "assign":
      return { title: "Assign", body: who, buttons: assignButtons(reads, fan, looking) };
    case "sort":
      return { title: "Sort", body: who, buttons: sortButtons(fan, looking) };
    case "refund":
      return refundView(who, fanId, await reads.purchases(fanId), looking);
  }
}

function tierButtons(fan: FanCard, looking: Looking): readonly (readonly PanelButton[])[] {
  const names = { new: "🌱 New", regular: "🔹 Regular", vip: "⭐ VIP" } as const;
  const tiers = TIERS.map((tier) => {
    const text = `${tier === fan.tier ? "• " : ""}${names[tier]}`;
    return fanAct(looking, text, "tier", fanArgument(fan.fanId, tier));
  });
  const auto = fanAct(looking, "By what was spent", "tier", fanArgument(fan.fanId, "auto"));
  return [tiers, [auto]];
}

function assignButtons(
  reads: ListReads,
  { fanId, assignedTo }: FanCard,
  looking: Looking,
): readonly (readonly PanelButton[])[] {
  const { team } = reads.settings();
  const people = team.filter(({ role }) => role !== "viewer").slice(0, PEOPLE_MAX);
  const buttons = people.map(({ id, name, isOnDuty }) => {
    const mark = id === assignedTo ? "• " : isOnDuty ? "🟢 " : "";
    const text = `${mark}${id === looking.viewer.id ? "Me" : plainName(name, 24)}`;
    return fanAct(looking, text, "assign", fanArgument(fanId, id));
  });
  const nobody = fanAct(looking, "Nobody", "assign", fanArgument(fanId, "none"));
  return [...inRows(buttons, 2), ...(assignedTo === null ? [] : [[nobody]])];
}

function sortButtons(fan: FanCard, looking: Looking): readonly (readonly PanelButton[])[] {
  const { fanId, isPinned, priority, snoozedUntil } = fan;
  const argument = fanArgument(fanId);
  const isAsleep = snoozedUntil !== null && snoozedUntil > looking.now;
  const levels = PRIORITIES.map((level) => {
    const text = `${level === priority ? "• " : ""}${PRIORITY_MARKS[level]} ${level}`.trim();
    return fanAct(looking, text, "priority", fanArgument(fanId, level));
  });
  return [
    [
      fanAct(looking, isPinned ? "📌 Unpin" : "📌 Pin", isPinned ? "unpin" : "pin", argument),
      isAsleep
        ? fanAct(looking, "⏰ Wake", "wake", argument)
        : fanAct(looking, "😴 Snooze", "snooze", argument),
      fanAct(looking, "✅ Close", "close", argument),
    ],
    ...inRows(levels, 2),
  ];
}

function refundView(
  who: Rich,
  fanId: number,
  purchases: readonly Refundable[],
  looking: Looking,
): View {
  const { rights } = looking.viewer;
  if (!rights.money || !mayActOnFan(rights, "refund")) {
    return { title: "Refund", body: who, buttons: [] };
  }
  const open = purchases.filter(({ amount, refunded }) => amount > refunded).slice(0, 8);
  const text = open.map(({ sku, paidAt, amount, refunded, currency, isDisputed }, i) => {
    const back = refunded > 0 ? `, ${money(refunded, currency, "en")} back` : "";
    const mark = isDisputed ? " ⚖️" : "";
    return rich(
      `${i + 1}. ${day(paidAt, "en")} · ${plainName(sku, 24)} · ${money(amount, currency, "en")}${back}${mark}`,
    );
  });
  const none = rich("Nothing was paid that could be given back.");
  return {
    title: "Refund",
    body: joinRich([who, text.length > 0 ? joinRich(text, "\n") : none], "\n\n"),
    buttons: open.map((purchase, i) => refundButtons(looking, fanId, purchase, i + 1)),
  };
}

/** What is left, and half of it, where one refund of this person's may be so large. */
function refundButtons(
  looking: Looking,
  fanId: number,
  { id, amount, refunded, currency }: Refundable,
  place: number,
): readonly PanelButton[] {
  const left = amount - refunded;
  const sums = [left, Math.floor(left / 2)];
  return sums
    .filter((sum) => sum > 0 && sum <= looking.viewer.rights.refundMaxCents)
    .map((sum) => {
      const argument = fanArgument(fanId, id, sum.toString(36), currency.toLowerCase());
      return fanAct(looking, `${place}. ${money(sum, currency, "en")}`, "refund", argument);
    });
}
