// Lists of fans and what a search found. Every line opens the topic by its name and the card by its
// button.
import { joinRich, type Rich, rich } from "#actors/kernel/rich.ts";
import { FAN_LISTS, type FanList, type ScreenOf } from "#actors/kernel/screen.ts";
import type { FanRow } from "#db/queries/fans.ts";
import { money } from "#src/i18n/money.ts";
import { plainName } from "#src/i18n/words.ts";
import type { ListReads } from "#src/panel/list-reads.ts";
import { act, go, inRows, type Looking, type PanelButton, type View } from "#src/panel/view.ts";
import {
  age,
  countText,
  nameOf,
  numbered,
  openers,
  pagesOf,
  saidLine,
  TIER_MARKS,
} from "./list-kit.ts";

const LISTS_A_ROW = 3;

const LIST_NAMES: Readonly<Record<FanList, string>> = {
  newest: "🆕 Newest",
  active: "🟢 Active",
  vip: "⭐ VIP",
  spenders: "💰 Spenders",
  waiting: "⏳ Waiting",
  low: "🪫 Low",
  banned: "🚫 Banned",
  unreachable: "📵 Unreachable",
  disputed: "⚖️ Disputed",
};

export async function fansView(
  reads: ListReads,
  asked: ScreenOf<"fans">,
  looking: Looking,
): Promise<View> {
  const { list, page } = shownTo(looking, asked);
  const found = await reads.fans({ list, page });
  const lines = numbered(found.rows.map((row) => lineOf(reads, row, looking)));
  const head = `${LIST_NAMES[list]} · ${countText(found.count, "fan", "fans")}`;
  return {
    title: "Fans",
    body: joinRich([rich(head), ...(lines.length > 0 ? [joinRich(lines, "\n")] : [])], "\n\n"),
    buttons: [
      ...openers(looking, cardsOf(found.rows)),
      ...pagesOf(looking, found, page, (at) => ({ at: "fans", list, page: at })),
      [searchButton(looking)],
      ...listButtons(looking, list),
    ],
  };
}

/** Who has spent most is a figure of money; whoever may not see it is shown who was here last. */
function shownTo({ viewer }: Looking, asked: ScreenOf<"fans">): Omit<ScreenOf<"fans">, "at"> {
  const isHidden = asked.list === "spenders" && !viewer.rights.money;
  return isHidden ? { list: "active", page: 0 } : asked;
}

export async function foundView(
  reads: ListReads,
  { page }: ScreenOf<"found">,
  looking: Looking,
): Promise<View> {
  const { query } = looking.context;
  if (query === null) {
    return {
      title: "Search",
      body: rich("Nothing was searched for yet."),
      buttons: [[searchButton(looking)]],
    };
  }
  const found = await reads.found({ query, page });
  const lines = numbered(
    found.rows.map((row) => {
      const said = saidLine(row.words, null, row.direction);
      const line = lineOf(reads, row, looking);
      return said === null ? line : joinRich([line, said], "\n");
    }),
  );
  const head = `🔎 “${plainName(query, 60)}” · ${countText(found.count, "fan", "fans")}`;
  const none = rich("Nobody. What was written in the last half minute is not found yet.");
  return {
    title: "Search",
    body: joinRich([rich(head), lines.length > 0 ? joinRich(lines, "\n") : none], "\n\n"),
    buttons: [
      ...openers(looking, cardsOf(found.rows)),
      ...pagesOf(looking, found, page, (at) => ({ at: "found", page: at })),
      [searchButton(looking)],
    ],
  };
}

function cardsOf(rows: readonly FanRow[]): readonly { at: "fan"; fanId: number }[] {
  return rows.map(({ fanId }) => ({ at: "fan", fanId }));
}

function lineOf(reads: ListReads, row: FanRow, { viewer, now }: Looking): Rich {
  const { username, tier, isBanned, credits, spentCents, waitingSince, lastSeenAt } = row;
  const facts = [
    username === null ? "" : `@${plainName(username, 32)}`,
    `💳 ${credits}`,
    viewer.rights.money && spentCents > 0 ? money(spentCents, reads.settings().currency, "en") : "",
    waitingSince === null ? "" : `⏳ ${age(waitingSince, now)}`,
    `👁 ${age(lastSeenAt, now)}`,
  ].filter((fact) => fact !== "");
  return rich(TIER_MARKS[tier], isBanned ? "🚫" : "", " ", nameOf(row), " · ", facts.join(" · "));
}

function searchButton(looking: Looking): PanelButton {
  return act(looking, "🔎 Search", { section: "fans", verb: "search" }, "primary");
}

function listButtons(looking: Looking, current: FanList): readonly (readonly PanelButton[])[] {
  const { rights } = looking.viewer;
  const lists = FAN_LISTS.filter((list) => list !== "spenders" || rights.money);
  const buttons = lists.map((list) =>
    go(looking, `${list === current ? "• " : ""}${LIST_NAMES[list]}`, {
      at: "fans",
      list,
      page: 0,
    }),
  );
  return inRows(buttons, LISTS_A_ROW);
}
