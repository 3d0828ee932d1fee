// What an effect brings back besides being done: the answers of payment services and of our own books.
import { z } from "zod";
import { Figures } from "./campaign.ts";
import { Content } from "./content.ts";
import { LedgerLine, PaymentFact } from "./payment.ts";
import { PROMO_REFUSALS, Promo } from "./product.ts";
import type { DeskSay } from "./say-desk.ts";
import { Item } from "./shelf.ts";

export const Answer = z.discriminatedUnion("type", [
  /** A checkout page for a purchase, or for saving a card. Times are Unix milliseconds. */
  z.object({
    type: z.literal("page"),
    sessionId: z.string(),
    url: z.string(),
    customerId: z.string(),
    expiresAt: z.int(),
  }),
  /** A page of the service for this fan alone: the portal, a bank's question. */
  z.object({ type: z.literal("link"), url: z.string() }),
  /** What the service said about the thing that was asked for or about. */
  z.object({ type: z.literal("facts"), facts: z.array(PaymentFact) }),
  z.object({ type: z.literal("promo"), promo: Promo }),
  z.object({ type: z.literal("promoRefused"), why: z.enum(PROMO_REFUSALS) }),
  /** A line of this fan's ledger; null: there is none with that id. */
  z.object({ type: z.literal("line"), line: LedgerLine.nullable() }),
  /** Nothing was offered: it is the fan's already. */
  z.object({ type: z.literal("owned") }),
  /** An item of the shelf as it is for sale; null: there is none, or it is switched off. */
  z.object({ type: z.literal("item"), item: Item.nullable() }),
  /** How far a campaign is; `isExhausted`: nobody is left who was not on its list yet. */
  z.object({
    type: z.literal("campaign"),
    figures: Figures,
    isExhausted: z.boolean(),
    /** Sent too long ago to be taken back. */
    tooOld: z.int().nonnegative(),
  }),
  z.object({ type: z.literal("replySaved"), name: z.string(), isNew: z.boolean() }),
  /** A saved reply; null: there is none of the name that was asked for. */
  z.object({
    type: z.literal("reply"),
    name: z.string(),
    reply: z.object({ id: z.int(), name: z.string(), content: Content }).nullable(),
    /** Its file is an item of the shelf, or a part of one. */
    isOnShelf: z.boolean().default(false),
  }),
  z.object({
    type: z.literal("replies"),
    lines: z.array(z.object({ id: z.int(), name: z.string() })),
    total: z.int(),
  }),
  /** What became of an act of the panel; `goTo` is the path of the screen that shows it. */
  z.object({
    type: z.literal("acted"),
    isDone: z.boolean(),
    say: z.custom<DeskSay>((say) => typeof say === "object" && say !== null && "key" in say),
    goTo: z.string().nullable(),
  }),
]);
export type Answer = z.infer<typeof Answer>;
export type AnswerOf<Type extends Answer["type"]> = Extract<Answer, { type: Type }>;
