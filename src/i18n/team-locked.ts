// To the team, in English: locked media.
import { bold, code, rich } from "#actors/kernel/rich.ts";
import type {
  LockedFacts,
  LockedSaleFacts,
  LockRefusal,
  ShelfLine,
} from "#actors/kernel/say-locked.ts";
import type { LockedNouns, SomeTeamWords } from "./catalogue.ts";
import { itemName } from "./locked.ts";
import { counted, cutText, figure, lines, plainName } from "./words.ts";

const L = "en";
const REASON_LENGTH_MAX = 200;
const NAME_LENGTH_MAX = 40;

const credits = (n: number): string => counted(n, { one: "credit", other: "credits" }, L);

/** As the team calls what it sells. */
export const TEAM_LOCKED: LockedNouns = {
  kinds: {
    photo: "Photo",
    video: "Video",
    voice: "Voice message",
    audio: "Track",
    document: "File",
    animation: "GIF",
    video_note: "Video message",
    album: "Album",
  },
  parts: (n) => counted(n, { one: "part", other: "parts" }, L),
};

const WHY: Readonly<Record<LockRefusal, string>> = {
  sent: "it went to the fan when you wrote it. Send it anew with /lock as its caption, or keep it back with a // caption first.",
  notMedia: "that is no photo, video, voice, track, file, GIF or album.",
  notOurs: "that is not the team's own message.",
  forgotten: "I no longer know all of it. Send it anew with /lock as its caption.",
  starsKinds: "Telegram sells only photos and videos for Stars. Name a price in credits.",
  latePart: "this part came after the rest of its album and was not sent. Send the album again.",
  offered: "it is on offer to this fan for Stars already.",
  noPrice: "it has no price. Set one on the shelf: /shelf in General.",
  gone: "it is not on the shelf any more.",
};

const priced = ({ unit, amount }: LockedFacts["price"]): string =>
  unit === "credits" ? credits(amount) : `⭐ ${figure(amount, L)}`;

const named = (item: LockedSaleFacts): string => {
  const name = itemName(item, TEAM_LOCKED);
  return item.price === null ? name : `${name} · ${priced(item.price)}`;
};

const line = ({ name, kind, count, priceCredits, priceStars }: ShelfLine): string => {
  const prices = [
    priceCredits === null ? null : credits(priceCredits),
    priceStars === null ? null : `⭐ ${figure(priceStars, L)}`,
  ].filter((one) => one !== null);
  const cost = prices.length === 0 ? "no price" : prices.join(" or ");
  const what = itemName({ kind, count }, TEAM_LOCKED);
  return `${what} · ${plainName(name, NAME_LENGTH_MAX)} · ${cost}`;
};

export const teamLocked = {
  lockUsage: () =>
    lines(
      rich("🔒 ", code("/lock 30"), " as the caption of your media sells it for 30 credits; "),
      rich(code("/lock 50 stars"), " for Stars. Words after it go with the media."),
      "As a reply it sells media that you kept back with a // caption.",
    ),
  lockRefused: (w) => rich("🔒 ", bold("Not on offer: "), WHY[w.why]),
  lockOffered: (w) => rich("🔒 ", bold("On offer: "), named(w.item), ` (${plainName(w.by)})`),
  lockOwned: (w) =>
    rich("🔓 ", bold(plainName(w.name)), " has bought this already. Nothing was sent."),
  lockedOpened: (w) => rich("🔓 ", bold(plainName(w.name)), " unlocked ", named(w.item), "."),
  lockedWaits: (w) =>
    rich("🔓 ", named(w.item), " is paid, and is delivered when the fan comes back."),
  lockedReturned: (w) =>
    lines(
      rich("↩️ ", bold("Not delivered, credits given back: "), named(w.item)),
      w.reason === "" ? null : code(cutText(w.reason, REASON_LENGTH_MAX)),
    ),
  lockedPaidTwice: (w) =>
    rich(
      "⚠️ ",
      bold("Paid a second time: "),
      named(w.item),
      ". Telegram does not tell bots how to give this back: settle it with the fan.",
    ),
  shelf: (w) =>
    w.lines.length === 0
      ? lines(bold("🗄 The shelf is empty"), "What you /lock is kept on it.")
      : lines(
          rich(bold("🗄 Offer from the shelf"), w.pages > 1 ? ` · ${w.page + 1}/${w.pages}` : ""),
          ...w.lines.map((one, i) => `${i + 1}. ${line(one)}`),
        ),
} satisfies SomeTeamWords;
