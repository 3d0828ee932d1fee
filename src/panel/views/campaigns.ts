// The screens of broadcasts: all of them, one of them, and the composer.
import type { CampaignStatus, Segment } from "#actors/kernel/campaign.ts";
import { reached } from "#actors/kernel/campaign.ts";
import type { Content } from "#actors/kernel/content.ts";
import { type Draft, draftOf, isSomething } from "#actors/kernel/draft.ts";
import { bold, italic, type Rich, rich } from "#actors/kernel/rich.ts";
import { LANGUAGE_NAMES, LANGUAGES, TIERS } from "#actors/kernel/say.ts";
import type { ScreenOf } from "#actors/kernel/screen.ts";
import type { Settings } from "#actors/kernel/settings.ts";
import type {
  CampaignLine,
  CampaignReads,
  CampaignView,
  OfferLine,
} from "#db/queries/campaigns.ts";
import { cutText, figure, gauge, lines, plainName } from "#src/i18n/words.ts";
import {
  act,
  go,
  inRows,
  type Looking,
  type PanelButton,
  pager,
  type View,
  type Views,
} from "#src/panel/view.ts";
import { figureLines, localMoment, people, STATUS_WORDS } from "#src/panel/words/campaigns.ts";

const L = "en";
const PAGE_SIZE = 10;
const EXCERPT_MAX = 300;
const SECTION = "campaigns";

const SIGNS: Readonly<Record<CampaignStatus, string>> = {
  scheduled: "🕰",
  running: "📣",
  paused: "⏸",
  done: "✅",
  cancelled: "⏹",
};

/** What these screens read; clock times are the business's. */
export interface CampaignPanelReads extends CampaignReads {
  readonly settings: () => Pick<Settings, "businessHours">;
}

/** Draws what is known of broadcasts. */
export function campaignViews(
  reads: CampaignPanelReads,
): Pick<Views, "campaigns" | "campaign" | "compose"> {
  const offset = (): number => reads.settings().businessHours?.utcOffsetMinutes ?? 0;
  return {
    campaigns: (screen, looking) => list(reads, screen, looking),
    async campaign({ campaignId }, looking) {
      const one = await reads.campaign(campaignId);
      if (one === null) return { title: "Broadcast", body: rich("It is gone."), buttons: [] };
      return single(one, looking, offset());
    },
    async compose(_screen, looking) {
      const draft = draftOf(looking.context.form);
      if (draft.step === "shelf") return shelf(reads, draft, looking);
      const count = await reads.audienceOf(draft.segment, looking.now);
      if (draft.step === "who") return who(draft, count, looking);
      if (draft.step === "when") return when(draft, looking, offset());
      return composer(reads, draft, { count, looking, offset: offset() });
    },
  };
}

async function list(
  reads: CampaignReads,
  { page }: ScreenOf<"campaigns">,
  looking: Looking,
): Promise<View> {
  const { lines: all, count } = await reads.campaigns(page, PAGE_SIZE);
  const write = press(looking, "✍️ New broadcast", "new", "", "primary");
  return {
    title: "Broadcasts",
    body:
      all.length === 0
        ? rich("Nothing was sent to many yet.\nWrite to all of your fans at once, or to some.")
        : rich("Newest first."),
    buttons: [
      [write],
      ...all.map((one) => [
        go(looking, lineOf(one), { at: "campaign", campaignId: one.id } as const),
      ]),
      ...pager(looking, page, Math.ceil(count / PAGE_SIZE), (at) => ({
        at: "campaigns",
        page: at,
      })),
    ],
  };
}

function lineOf({ status, name, settled, audience }: CampaignLine): string {
  const share = audience === 0 ? 0 : Math.min(100, Math.floor((100 * settled) / audience));
  const progress = status === "running" || status === "paused" ? ` · ${share} %` : "";
  return `${SIGNS[status]} ${plainName(name, 30)}${progress}`;
}

// ── one ───────────────────────────────────────────────────────────────────────────────────────────

function single(one: CampaignView, looking: Looking, offset: number): View {
  const { figures, status, audience, startsAt, plan } = one;
  const { queued } = figures;
  const settled = Object.values(figures).reduce((sum, count) => sum + count, 0) - queued;
  const { promotion } = plan;
  const isBegun = status !== "scheduled";
  return {
    title: plainName(one.name, 40),
    body: lines(
      `${SIGNS[status]} ${STATUS_WORDS[status]}${startsAt === null ? "" : ` · ${localMoment(startsAt, offset)}`}`,
      isBegun
        ? gauge(
            settled,
            Math.max(audience, settled),
            `${figure(settled, L)} of ${people(audience)}`,
          )
        : null,
      isBegun ? "" : null,
      isBegun ? figureLines(figures) : null,
      "",
      `To: ${segmentWords(plan.segment, looking)}`,
      italic(
        promotion.what === "offer"
          ? `🗄 ${plainName(promotion.item.name, 64)}`
          : excerpt(promotion.parts),
      ),
    ),
    buttons: controls(one, looking),
  };
}

function controls(
  { id, status, figures }: CampaignView,
  looking: Looking,
): readonly (readonly PanelButton[])[] {
  const argument = String(id);
  const button = (text: string, verb: string, style?: "danger" | "success"): PanelButton =>
    press(looking, text, verb, argument, style);
  const refresh = go(looking, "🔄 Refresh", { at: "campaign", campaignId: id });
  const cancel = button("⏹ End it", "cancel", "danger");
  const canRecall = reached(figures) > figures.deleted + figures.kept + figures.recalling;
  const recall = canRecall ? [[button("🗑 Delete what was sent", "recall", "danger")]] : [];
  switch (status) {
    case "scheduled":
      return [[button("▶️ Send now", "start", "success"), cancel]];
    case "running":
      return [[button("⏸ Pause", "pause"), cancel], [refresh]];
    case "paused":
      return [[button("▶️ Go on", "resume", "success"), cancel], ...recall, [refresh]];
    case "done":
    case "cancelled":
      return [...recall, [refresh]];
  }
}

// ── the composer ──────────────────────────────────────────────────────────────────────────────────

async function composer(
  reads: CampaignReads,
  draft: Draft,
  {
    count,
    looking,
    offset,
  }: { readonly count: number; readonly looking: Looking; readonly offset: number },
): Promise<View> {
  const { parts, itemId, startsAt } = draft;
  const isReady = isSomething(draft);
  const offered = itemId === null ? null : await offerOf(reads, itemId);
  const isAlbum = parts.length > 1;
  const takesMore = parts.length > 0 && parts[0]?.kind !== "text";
  const send: readonly PanelButton[] =
    isReady && count > 0
      ? [
          press(
            looking,
            startsAt === null ? "📣 Send" : "🕰 Schedule",
            "send",
            String(count),
            "success",
          ),
        ]
      : [];
  const shown = isReady ? [press(looking, "👁 Preview", "preview")] : [];
  return {
    title: "New broadcast",
    body: lines(
      bold("What"),
      parts.length > 0
        ? excerpt(parts)
        : offered === null
          ? "Nothing yet."
          : `🗄 ${plainName(offered, 64)}`,
      takesMore
        ? italic(
            isAlbum
              ? `An album of ${parts.length}. Send more, or go on.`
              : "Send another one now to make it an album, or go on.",
          )
        : null,
      "",
      bold("To whom"),
      `${segmentWords(draft.segment, looking)} · ${people(count)}`,
      "",
      bold("When"),
      startsAt === null ? "At once." : localMoment(startsAt, offset),
    ),
    buttons: [
      [press(looking, "✍️ Write it", "write"), press(looking, "🗄 From the shelf", "shelf", "0")],
      [press(looking, "👥 To whom", "who"), press(looking, "🕰 When", "when")],
      ...(isReady ? [[...shown, ...send]] : []),
    ],
  };
}

async function offerOf(reads: CampaignReads, itemId: number): Promise<string> {
  return (await reads.offer(itemId))?.name ?? "An item that is gone";
}

async function shelf(reads: CampaignReads, { page }: Draft, looking: Looking): Promise<View> {
  const { lines: all, count } = await reads.offers(page, PAGE_SIZE);
  const isMore = count > (page + 1) * PAGE_SIZE;
  const turn = [
    ...(page > 0 ? [press(looking, "‹", "shelf", String(page - 1))] : []),
    ...(isMore ? [press(looking, "›", "shelf", String(page + 1))] : []),
  ];
  return {
    title: "New broadcast",
    body: rich(all.length === 0 ? "The shelf is empty: /shelf" : "What shall be offered?"),
    buttons: [
      ...all.map(({ id, name }: OfferLine) => [
        press(looking, plainName(name, 40), "item", String(id)),
      ]),
      ...(turn.length === 0 ? [] : [turn]),
      [press(looking, "Done", "draft")],
    ],
  };
}

function who({ segment }: Draft, count: number, looking: Looking): View {
  const { viewer } = looking;
  const tick = (isOn: boolean, text: string): string => (isOn ? `✓ ${text}` : text);
  const tiers = TIERS.map((tier) =>
    press(looking, tick(segment.tiers.includes(tier), tier), "tier", tier),
  );
  const languages = LANGUAGES.map((language) =>
    press(
      looking,
      tick(segment.languages.includes(language), LANGUAGE_NAMES[language]),
      "language",
      language,
    ),
  );
  const seen = [
    press(looking, tick(segment.activeWithinDays === 7, "Seen in 7 d"), "seen", "a7"),
    press(looking, tick(segment.activeWithinDays === 30, "in 30 d"), "seen", "a30"),
    press(looking, tick(segment.inactiveForDays === 30, "Not in 30 d"), "seen", "i30"),
  ];
  const more = [
    press(looking, "Seen in…", "seen", "a"),
    press(looking, "Not seen in…", "seen", "i"),
    press(looking, "Either way", "seen", "x"),
  ];
  const words = [
    ...(viewer.rights.money ? [press(looking, "💰 Spent", "spent")] : []),
    press(looking, "🏷 Tags", "words", "tags"),
    press(looking, "🔗 Source", "words", "sources"),
  ];
  return {
    title: "To whom",
    body: lines(bold(people(count)), segmentWords(segment, looking)),
    buttons: [
      tiers,
      seen,
      more,
      ...inRows(languages, 3),
      words,
      [press(looking, "Everybody", "everybody"), press(looking, "Done", "draft", "", "primary")],
    ],
  };
}

function when({ startsAt }: Draft, looking: Looking, offset: number): View {
  return {
    title: "When",
    body: rich(startsAt === null ? "At once." : localMoment(startsAt, offset)),
    buttons: [
      [press(looking, "At once", "now"), press(looking, "At a time…", "at")],
      [press(looking, "Done", "draft")],
    ],
  };
}

// ── words ─────────────────────────────────────────────────────────────────────────────────────────

/** Who is in it; sums are for those who may see money. */
function segmentWords(segment: Segment, { viewer }: Looking): string {
  const { tiers, activeWithinDays, inactiveForDays, spentFrom, spentTo, tags, languages, sources } =
    segment;
  const isSpent = spentFrom !== null || spentTo !== null;
  const spent = `spent ${money(spentFrom)}–${money(spentTo)}`;
  const pieces = [
    tiers.length > 0 ? tiers.join("/") : null,
    activeWithinDays === null ? null : `seen within ${activeWithinDays} d`,
    inactiveForDays === null ? null : `not seen for ${inactiveForDays} d`,
    isSpent ? (viewer.rights.money ? spent : "by what they spent") : null,
    tags.length > 0 ? tags.map((tag) => `#${plainName(tag, 32)}`).join(" ") : null,
    languages.length > 0 ? languages.join("/") : null,
    sources.length > 0 ? `from ${sources.map((source) => plainName(source, 32)).join("/")}` : null,
  ].filter((piece) => piece !== null);
  return pieces.length === 0 ? "everybody" : pieces.join(" · ");
}

function money(cents: number | null): string {
  return cents === null ? "" : (cents / 100).toFixed(cents % 100 === 0 ? 0 : 2);
}

function excerpt(parts: readonly Content[]): Rich {
  const text = parts.find((part) => part.text !== "")?.text ?? "";
  const [only] = parts;
  const kind =
    parts.length > 1
      ? `🖼 ${parts.length} × `
      : only?.kind === "text"
        ? ""
        : `📎 ${only?.kind.replace("_", " ") ?? ""} `;
  return rich(`${kind}${cutText(text, EXCERPT_MAX)}`);
}

function press(
  looking: Looking,
  text: string,
  verb: string,
  argument = "",
  style?: "danger" | "success" | "primary",
): PanelButton {
  return act(looking, text, { section: SECTION, verb, argument }, style);
}
