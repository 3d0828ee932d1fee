// What the settings are called and what they do, in one line each, and their values in words.

import { TEXT_LENGTH_MAX } from "#actors/kernel/content.ts";
import { hoursText } from "#actors/kernel/hours.ts";
import { bold, code, type Rich, rich } from "#actors/kernel/rich.ts";
import type { Expected, HouseDeskSays } from "#actors/kernel/say-house.ts";
import {
  type SettingField,
  type SettingGroup,
  type SettingId,
  settingField,
} from "#actors/kernel/setting-fields.ts";
import { BusinessHours } from "#actors/kernel/settings.ts";
import type { Words } from "#src/i18n/catalogue.ts";
import { money } from "#src/i18n/money.ts";
import { counted, cutText, duration, figure, lines, plainName } from "#src/i18n/words.ts";

const L = "en";
const TEXT_SHOWN_MAX = 80;

export interface SettingWords {
  /** On its button too. */
  readonly name: string;
  readonly does: string;
}

const cost = (name: string, what: string): SettingWords => ({
  name,
  does: `What ${what} costs a fan, in credits. 0 is free.`,
});

export const SETTING_WORDS: Readonly<Record<SettingId, SettingWords>> = {
  "costs-text": cost("Text", "a text message"),
  "costs-photo": cost("Photo", "a photo"),
  "costs-voice": cost("Voice", "a voice message"),
  "costs-video": cost("Video", "a video"),
  "costs-video_note": cost("Round video", "a round video"),
  "costs-audio": cost("Audio", "a piece of music or sound"),
  "costs-document": cost("File", "a file"),
  "costs-animation": cost("GIF", "an animation"),
  "costs-sticker": cost("Sticker", "a sticker"),
  "costs-location": cost("Location", "a location"),
  "costs-contact": cost("Contact", "a contact"),
  "costs-poll": cost("Poll", "a poll"),
  welcomeCredits: { name: "Welcome credits", does: "What a new fan is given, once for ever." },
  welcomeText: { name: "Welcome text", does: "Your own words above the prices on /start." },
  lowBalance: { name: "Low balance", does: "A fan is told once when fewer credits are left." },
  paymentRails: {
    name: "How fans pay",
    does: "By card through Stripe, in Telegram's Stars, or both.",
  },
  currency: {
    name: "Currency",
    does: "Of new products and of what is summed up. Products on the shelf keep theirs.",
  },
  tierRegularCents: {
    name: "Regular from",
    does: "Spent by card in all, from which a fan is a regular.",
  },
  tierVipCents: { name: "VIP from", does: "Spent by card in all, from which a fan is a VIP." },
  giftMax: {
    name: "Largest gift",
    does: "The most credits that one gift may give, whoever gives it.",
  },
  rechargeThreshold: {
    name: "Recharge below",
    does: "Auto-recharge charges when fewer credits are left.",
  },
  rechargeDayMaxCents: {
    name: "Recharge a day",
    does: "The most that auto-recharge takes from one fan in a UTC day.",
  },
  rechargeMonthMaxCents: {
    name: "Recharge a month",
    does: "The most that auto-recharge takes from one fan in a month.",
  },
  disputesFreeze: {
    name: "Disputes freeze",
    does: "While a payment is disputed, what is left of it cannot be spent.",
  },
  receipts: { name: "Receipts", does: "Fans see 👌 delivered, 👀 seen and ✍ on their messages." },
  meter: { name: "Meter", does: "A pinned balance in the fan's chat, kept up to date." },
  sessionWarningSeconds: {
    name: "Session warning",
    does: "How long before its end a session is announced.",
  },
  heldMax: { name: "Held messages", does: "How many are kept for a fan who cannot pay." },
  supportText: {
    name: "Support text",
    does: "What /paysupport says. Telegram wants one to be there.",
  },
  termsText: { name: "Terms text", does: "What /terms says." },
  businessHours: {
    name: "Business hours",
    does: "When somebody is there. Outside, fans get the away text.",
  },
  awayText: { name: "Away text", does: "Said to fans when nobody is there, once a day at most." },
  claimSeconds: {
    name: "Claim",
    does: "Whoever answers first holds the conversation for so long; others are asked before they send.",
  },
  autoAssign: { name: "Auto-assign", does: "Whoever answers first is assigned." },
  assigneeSilentMinutes: {
    name: "Silent assignee",
    does: "Who lets a fan wait for so long gives the conversation back.",
  },
  overdueMinutes: { name: "Overdue", does: "A fan who waits for so long is raised once." },
  dailyReport: { name: "Daily report", does: "A picture of the day for the owner." },
  weeklyReport: { name: "Weekly report", does: "A picture of the week for the owner." },
  inboxRetentionDays: {
    name: "Keep raw updates",
    does: "How long what Telegram and Stripe sent is kept as it came. Messages and books stay.",
  },
};

export const GROUP_WORDS: Readonly<Record<SettingGroup, string>> = {
  prices: "💬 Prices & welcome",
  money: "💳 Money",
  chat: "📱 Chat",
  team: "🤝 Team & hours",
  reports: "📊 Reports & data",
};

const RAILS: Readonly<Record<string, string>> = {
  stripe: "💳 Cards",
  stars: "⭐ Stars",
  both: "💳 + ⭐ Both",
};

/** What a setting is called; one that this version has not is called by its key. */
function settingName(id: string): string {
  return Object.hasOwn(SETTING_WORDS, id) ? SETTING_WORDS[id as SettingId].name : id;
}

/** A field's value for people; texts are cut to one line. */
export function valueText({ editor }: SettingField, value: unknown, currency: string): string {
  switch (editor.type) {
    case "switch":
      return value === true ? "on" : "off";
    case "choice":
      return RAILS[String(value)] ?? String(value);
    case "whole":
      return counted(Number(value), UNITS[editor.unit], L);
    case "span": {
      if (value === 0) return "never";
      return duration(Number(value) * (editor.unit === "minutes" ? 60 : 1), L);
    }
    case "money":
      return money(Number(value), currency, L);
    case "text":
      return typeof value === "string"
        ? `“${cutText(plainName(value, TEXT_LENGTH_MAX), TEXT_SHOWN_MAX)}”`
        : "not set";
    case "hours": {
      const { data } = BusinessHours.safeParse(value);
      return data === undefined ? "always" : hoursText(data);
    }
    case "currency":
      return String(value).toUpperCase();
  }
}

/** The same on a button, where every letter counts. */
export function shortValue(field: SettingField, value: unknown, currency: string): string {
  const { type } = field.editor;
  if (type === "whole") return figure(Number(value), L);
  if (type === "text") return value === null ? "–" : "✍";
  if (type === "hours") return value === null ? "always" : "🕘";
  return valueText(field, value, currency);
}

const UNITS = {
  credits: { one: "credit", other: "credits" },
  messages: { one: "message", other: "messages" },
  days: { one: "day", other: "days" },
} as const;

type SettingSays = Pick<
  HouseDeskSays,
  "wanted" | "askSetting" | "settingChanged" | "settingUnchanged" | "askRails"
>;

export const SETTINGS_WORDS: Words<SettingSays> = {
  wanted: (w) => rich("✋ ", expectedText(w.expected)),
  askSetting: (w) => rich("✏️ ", bold(settingName(w.field)), ": ", askText(w)),
  settingChanged: (w) => {
    const field = settingField(w.field);
    if (field === null) return rich("✅ Changed.");
    const [from, to] = [w.from, w.to].map((value) => valueText(field, value, w.currency));
    return rich("✅ ", bold(settingName(w.field)), `: ${from} → ${to}`);
  },
  settingUnchanged: (w) => rich(bold(settingName(w.field)), " is that already."),
  askRails: (w) =>
    lines(
      rich("⚠️ ", bold(`How fans pay: ${RAILS[w.rails] ?? w.rails}?`)),
      "Telegram's terms (6.2) want digital goods inside Telegram sold for Stars and nothing else; a bot that sells them otherwise may be made inaccessible.",
      RAILS_RISK[w.rails] ?? "",
      "Yes says that you have read this.",
    ),
};

const RAILS_RISK: Readonly<Record<string, string>> = {
  stripe: "Cards alone: Telegram may enforce its terms against the bot.",
  stars: "Stars alone: a lower payout, no saved cards, no auto-recharge.",
  both: "Both: the risk of cards stays.",
};

function askText({ editor, currency }: HouseDeskSays["askSetting"]): Rich {
  switch (editor.type) {
    case "whole":
      return expectedText({ type: "whole", bounds: editor });
    case "span": {
      const size = editor.unit === "minutes" ? 60 : 1;
      const bounds = { min: editor.min * size, max: editor.max * size };
      return expectedText({ type: "span", bounds, bare: editor.unit });
    }
    case "money":
      return expectedText({ type: "money", bounds: editor, currency });
    case "text":
      return rich(`a text of at most ${figure(editor.max, L)} characters.`);
    case "hours":
      return expectedText({ type: "hours" });
    default:
      return expectedText({ type: "currency" });
  }
}

/** What a wizard takes, as an end of `✋ …` or of a question. */
function expectedText(expected: Expected): Rich {
  switch (expected.type) {
    case "whole":
      return rich(`a whole number ${between(expected.bounds)}.`);
    case "limit":
      return rich(
        `a whole number ${between(expected.bounds)}, or `,
        code("none"),
        " for no limit.",
      );
    case "stars":
      return rich(`a whole number of Stars ${between(expected.bounds)}, or `, code("none"), ".");
    case "money": {
      const { bounds, currency } = expected;
      const [min, max] = [bounds.min, bounds.max].map((amount) => money(amount, currency, L));
      return rich("an amount such as ", code("9.99"), `, from ${min} to ${max}.`);
    }
    case "span": {
      const { bounds, bare } = expected;
      const from = bounds.min === 0 ? "0 (never)" : duration(bounds.min, L);
      const span = `, from ${from} to ${duration(bounds.max, L)}. A bare number is ${bare}.`;
      return rich("a time such as ", code("5m"), " or ", code("2h"), span);
    }
    case "text":
      return rich(
        expected.length === 0
          ? `a text of 1 to ${figure(expected.max, L)} characters.`
          : `at most ${figure(expected.max, L)} characters; that was ${figure(expected.length, L)}.`,
      );
    case "hours":
      return rich(
        "hours such as ",
        code("Mon-Fri 9:00-18:00, Sat 10:00-14:00 UTC+2"),
        ". Each day once, its end after its beginning.",
      );
    case "currency":
      return rich("three letters such as ", code("usd"), " or ", code("eur"), ".");
    case "code":
      return rich("1 to 32 letters A–Z, digits or _, such as ", code("SUMMER_25"), ".");
    case "ends":
      return rich(
        "a time from now such as ",
        code("7d"),
        ", a last day such as ",
        code("2027-12-31"),
        ", or ",
        code("never"),
        ".",
      );
    case "replyName":
      return rich("one word of at most 32 letters or digits, such as ", code("hello"), ".");
    case "replyContent":
      return rich("a text, photo, video, voice, file, GIF or sticker; not a command, not a note.");
  }
}

function between({ min, max }: { readonly min: number; readonly max: number }): string {
  return `from ${figure(min, L)} to ${figure(max, L)}`;
}
