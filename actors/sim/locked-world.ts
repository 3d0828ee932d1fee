// Locked media in a simulated world: what the team locks, what fans tap, and what Telegram does of it by
// its own rules. It shows a card and sends files only where the books say so, as the program's own
// performer does; it loses files; and media that is sold for Stars it shows by itself.
import { addressKey } from "#actors/kernel/address.ts";
import type { Content } from "#actors/kernel/content.ts";
import type { Outcome } from "#actors/kernel/outcome.ts";
import type { Call } from "#actors/kernel/ports.ts";
import { packPress, unpackPress } from "#actors/kernel/press.ts";
import { lockedKindOf, packMediaPayload } from "#actors/kernel/shelf.ts";
import type { Violation } from "./invariants.ts";
import { checkLocked, type MediaPayment } from "./locked-invariants.ts";
import type { LockedActKind } from "./locked-traffic.ts";
import type { MemoryTables } from "./memory-tables.ts";
import type { Prng } from "./prng.ts";
import { buttonsOf, topicOf } from "./screens.ts";
import { type InTopic, messageIdOf, type People, type SimUpdate } from "./traffic.ts";
import type { Shown, SimTelegram } from "./vendor.ts";
import type { VirtualClock } from "./virtual-clock.ts";

/** So few that the same media is locked again and again. */
const FILES = 4;
/** A fan's welcome pays for the first, two packs for the last. */
const PRICES = ["1", "3", "12 with words"] as const;

export interface LockedFigures {
  /** Sales, and deliveries for them. */
  readonly sold: number;
  readonly delivered: number;
  /** Sales of which the credits were given back. */
  readonly returned: number;
  readonly inStars: number;
}

export interface LockedWorldParts {
  readonly time: VirtualClock;
  readonly random: Prng;
  readonly db: MemoryTables;
  readonly telegram: SimTelegram;
  readonly people: People;
  readonly send: (update: SimUpdate) => void;
}

export class LockedWorld {
  readonly #parts: LockedWorldParts;
  readonly #lost = new Set<number>();
  /** By the message that was paid for: Telegram takes Stars for it once. */
  readonly #paid = new Map<number, MediaPayment>();

  constructor(parts: LockedWorldParts) {
    this.#parts = parts;
    parts.telegram.instead = (call) => this.#instead(call);
  }

  happen(kind: LockedActKind, fanId: number): void {
    const { people, send, telegram, time, random } = this.#parts;
    const at = time.now();
    const press = (data: string | undefined): void => {
      if (data !== undefined) send(people.presses(fanId, at, data));
    };
    const cards = buttonsOf(telegram, { fanId }, "unlock");
    switch (kind) {
      case "unlock":
        return press(cards.at(-1));
      case "unlockTwice":
        press(cards.at(-1));
        return press(cards.at(-1));
      case "unlockOld":
        return press(cards[random.below(Math.max(1, cards.length))]);
      case "unlockNot":
        return press(buttonsOf(telegram, { fanId }, "unlockNot").at(-1));
      case "sendAgain":
        return press(buttonsOf(telegram, { fanId }, "again").at(-1));
      case "askUnlocked":
        return send(people.commands(fanId, at, "unlocked"));
      case "buyMedia":
        return this.#buy(fanId);
      case "loseFile": {
        const [itemId] = unpackPress(cards.at(-1) ?? "")?.argument.split(":") ?? [];
        if (itemId !== undefined) this.#lost.add(Number(itemId));
        return;
      }
      default: {
        const topicId = topicOf(telegram, fanId);
        if (topicId !== null) this.#inTopic(kind, { fanId, topicId, at });
      }
    }
  }

  figures(): LockedFigures {
    const { db, telegram } = this.#parts;
    const isBack = (reference: string | null): boolean =>
      reference?.startsWith("refund:unlock:") === true;
    return {
      sold: db.ledger.filter(({ kind }) => kind === "unlock").length,
      delivered: telegram.shown.filter(({ effect }) => effect.tag?.startsWith("first:")).length,
      returned: db.ledger.filter(({ reference }) => isBack(reference)).length,
      inStars: this.#paid.size,
    };
  }

  check(): Violation[] {
    const { db, telegram } = this.#parts;
    return checkLocked({ db, telegram, paid: [...this.#paid.values()] });
  }

  #inTopic(kind: LockedActKind, place: InTopic): void {
    const { people, send, random, db } = this.#parts;
    const price = random.pick(PRICES);
    if (kind === "lockCaption") send(people.teamWrites(place, this.#photo(`/lock ${price}`)));
    if (kind === "lockDear") send(people.teamWrites(place, this.#photo("/lock 8 with words")));
    if (kind === "lockForStars") send(people.teamWrites(place, this.#photo("/lock 5 stars")));
    if (kind === "lockKept") {
      const kept = people.teamWrites(place, this.#photo("// not yet"));
      send(kept);
      send(people.teamCommands(place, "lock", price, messageIdOf(kept)));
    }
    const items = [...db.shelf.keys()];
    const itemId = items[random.below(Math.max(1, items.length))];
    if (kind === "offerFromShelf" && itemId !== undefined) {
      const argument = String(itemId);
      send(
        people.teamPresses(place, packPress({ fanId: place.fanId, verb: "shelfOffer", argument })),
      );
    }
  }

  #photo(text: string): Content {
    const uniqueId = `own-${this.#parts.random.below(FILES)}`;
    return { kind: "photo", text, entities: [], fileId: `file-${uniqueId}`, uniqueId };
  }

  /** At the newest card for Stars that was not paid; Telegram asks nobody. */
  #buy(fanId: number): void {
    const { telegram, people, send, time } = this.#parts;
    const card = telegram.shown.findLast((one) => one.chatId === fanId && this.#isForSale(one));
    const [messageId = 0] = card?.messageIds ?? [];
    if (card?.effect.verb !== "offerLocked") return;
    const { item, price } = card.effect;
    this.#paid.set(messageId, { fanId, itemId: item.id, amount: price.amount });
    const { amount } = price;
    const about = { itemId: item.id, amount, kind: lockedKindOf(item.parts) } as const;
    const payload = packMediaPayload({ ...about, count: item.parts.length });
    send(people.buysMedia(fanId, time.now(), payload));
  }

  #isForSale({ effect, messageIds }: Shown): boolean {
    const [messageId = 0] = messageIds;
    const isCard = effect.verb === "offerLocked" && effect.price.unit === "stars";
    return isCard && !this.#paid.has(messageId);
  }

  /** What comes of a call in place of showing it; null: it is shown. */
  #instead({ effect, address }: Call): Outcome | null {
    const { db } = this.#parts;
    const userId = db.actors.get(addressKey(address))?.userId ?? null;
    const isTheirs = (itemId: number): boolean =>
      db.unlocks.get(`${userId}/${itemId}`)?.standing === "bought";
    if (effect.verb === "offerLocked" && isTheirs(effect.item.id)) {
      return { type: "done", sent: null, answer: { type: "owned" } };
    }
    if (effect.verb !== "deliverLocked") return null;
    const isSent = isTheirs(effect.itemId) && !this.#lost.has(effect.itemId);
    return isSent ? null : { type: "refused", code: "bad-request", reason: "no such file" };
  }
}
