// English: the talk itself, from the welcome to the farewell.
import { bold, code, rich } from "#actors/kernel/rich.ts";
import type { SomeFanWords } from "#src/i18n/catalogue.ts";
import { debtLine } from "#src/i18n/layout.ts";
import { figure, gauge, lines, meter, plainName } from "#src/i18n/words.ts";
import { nouns } from "./nouns.ts";

const L = "en";
const { credits, messages, time, yours } = nouns;

export const chat = {
  welcome: (w) =>
    lines(
      rich("👋 ", bold(rich("Hi ", plainName(w.firstName), ", lovely to see you!"))),
      "",
      w.ownWords ?? "Write here and a real person reads it, and writes back.",
      "",
      w.credits > 0 ? gauge(w.credits, w.credits, `${credits(w.credits)} for you`) : null,
      `💬 text ${figure(w.costText, L)} · 📷 photo ${figure(w.costPhoto, L)} · 🎙 voice ${figure(w.costVoice, L)}`,
      "",
      "What happens next: 👌 under your message means it has arrived, 👀 that it was seen, ✍ that an answer is on its way.",
      "",
      w.isShopOpen
        ? "Tap Start, or just write. More credits whenever you like: /buy"
        : "Tap Start, or just write.",
    ),
  started: (w) =>
    lines(
      bold("You're in. Say hello!"),
      "",
      w.sessionSeconds > 0
        ? `⏳ Everything you send is free for another ${time(w.sessionSeconds)}.`
        : gauge(w.credits, w.creditsFull, credits(w.credits)),
    ),
  help: (w) =>
    lines(
      bold("How this works"),
      "Write a message, send a photo, a voice message, anything: it goes straight to us.",
      "Each costs a few credits. Editing one is free, and what cannot be delivered costs nothing.",
      "",
      "/balance  what you have",
      w.isShopOpen ? "/buy  more credits" : null,
      w.isShopOpen ? "/time  a while of free messages" : null,
      w.isShopOpen ? "/billing  your cards and auto-recharge" : null,
      w.isShopOpen ? "/promo  use a code" : null,
      "/history  every credit, in and out",
      "/settings  your language",
      "/privacy  your data",
      "/stop  no more news from us",
      "/paysupport  help with a payment",
      "/terms  the small print",
    ),
  balance: (w) =>
    lines(
      bold("Your balance"),
      gauge(w.credits, w.creditsFull, credits(w.credits)),
      w.sessionSeconds > 0
        ? gauge(
            w.sessionSeconds,
            w.sessionFullSeconds,
            `${time(w.sessionSeconds)} of free messages`,
          )
        : null,
      w.held > 0 ? `📥 ${messages(w.held)} waiting` : null,
      debtLine(w.debt, nouns),
    ),
  shopClosed: () => rich("🌙 The shop is closed at the moment. Everything else works as always."),
  held: (w) =>
    lines(
      w.held > 1 ? bold(`${messages(w.held)} are waiting.`) : bold(`${yours[w.kind]} is waiting.`),
      `Sending ${w.held > 1 ? "them" : "it"} takes ${credits(w.cost)}.`,
      gauge(w.credits, w.creditsFull, credits(w.credits)),
      "",
      w.isShopOpen
        ? `Nothing is lost: ${w.held > 1 ? "they go out by themselves" : "it goes out by itself"} as soon as there is enough.`
        : `The shop is closed at the moment, but nothing is lost: ${w.held > 1 ? "they go out by themselves" : "it goes out by itself"} as soon as there is enough.`,
    ),
  heldFull: (w) =>
    rich(
      `✋ This one was not kept: ${messages(w.held)} are waiting already, and that is as many as I can hold.`,
    ),
  heldDropped: (w) => rich(`🗑 Taken back: ${messages(w.count)}. Nothing was charged.`),
  heldSettled: () => rich("✅ Sent."),
  released: (w) =>
    lines(
      bold(`📤 ${messages(w.count)} just went out.`),
      gauge(w.credits, w.creditsFull, credits(w.credits)),
      w.stillHeld > 0 ? `${messages(w.stillHeld)} still waiting.` : null,
    ),
  lowBalance: (w) =>
    lines(
      bold(w.credits > 0 ? "Running low" : "That was the last of your credits"),
      gauge(w.credits, w.creditsFull, `${credits(w.credits)} left`),
    ),
  sessionAdded: (w) =>
    lines(
      bold(`⏳ ${time(w.addedSeconds)} added.`),
      `Everything you send is free for ${time(w.sessionSeconds)}.`,
    ),
  sessionWarning: (w) =>
    lines(
      bold("⏳ Your time is almost up"),
      gauge(w.sessionSeconds, w.sessionFullSeconds, `${time(w.sessionSeconds)} left`),
    ),
  sessionEnded: (w) =>
    lines(
      bold("⌛ Your time is up. It was good talking!"),
      w.credits > 0
        ? `From now on your credits count again: you have ${figure(w.credits, L)}.`
        : "From now on messages take credits again.",
    ),
  gift: (w) =>
    lines(
      rich("🎁 ", bold(`${credits(w.credits)} for you, as a gift!`)),
      gauge(w.balance, w.creditsFull, credits(w.balance)),
    ),
  giftTime: (w) =>
    lines(
      rich("🎁 ", bold(`${time(w.addedSeconds)} of free messages for you, as a gift!`)),
      `Everything you send is free for ${time(w.sessionSeconds)}.`,
    ),
  banned: () => rich("🚫 You cannot write here any more. Nothing is charged for what you send."),
  unbanned: () => rich("👋 Welcome back: you can write here again."),
  unsupported: () => rich("🤷 I cannot pass this kind of message on. It cost nothing."),
  undelivered: (w) =>
    lines(
      bold("⚠️ This message could not be delivered."),
      w.credits > 0
        ? `You have ${credits(w.credits)} back, ${figure(w.balance, L)} in all.`
        : "It cost nothing.",
    ),
  languageMenu: () => bold("🌍 Which language shall I speak?"),
  languageSet: () => rich("🌍 English it is."),
  meter: (w) => meter(w, L, credits),
  paySupport: (w) =>
    lines(
      bold("Help with a payment"),
      w.ownWords ??
        "Tell us what went wrong: when, how much, and what you expected. We look into each case, and asking costs nothing.",
      "",
      rich("Write it like this: ", code("/paysupport your words")),
    ),
  terms: (w) =>
    lines(
      bold("The small print"),
      w.ownWords ??
        "Credits pay for messages in this chat and nothing else. They cannot be passed on or paid out, except where the law says so. A message is charged once; what cannot be delivered is given back.",
    ),
  promotionsOff: () =>
    lines("🔕 Done: no more of these from us.", "Answers to what you write come as always."),
  promotionsOn: () => rich("🔔 Good: news from us reach you again. /stop ends them."),
  promotionsHint: () => rich("🔕 No more of these: /stop"),
  privacy: () =>
    lines(
      bold("Your data"),
      "We keep what you write here, your name, your language and your balance, to answer you and to keep the books. Nobody else gets it.",
      "",
      "You can have all of it as a file, or have it deleted. Bookings stay, under a pseudonym.",
    ),
  exportCaption: () => rich("📦 Everything we hold about you."),
  exportSoon: () => rich("📦 Your file is on its way already."),
  eraseConfirm: (w) =>
    lines(
      bold("Delete everything?"),
      "Your name, your messages and your files go for good. This cannot be undone.",
      w.credits > 0 ? `You give up ${credits(w.credits)}.` : null,
    ),
  erased: () => rich("🕊 Done: it is all gone. Write again whenever you like, and we start afresh."),
  unknownCommand: (w) =>
    rich("🤔 I do not know ", code(`/${w.command}`), ". Here is what I do know: /help"),
  pressStale: () => rich("This button is out of date."),
} satisfies SomeFanWords;
