// What one actor asks of another. A desk does not reach into a fan's conversation: it sends an order,
// which the conversation checks against the role that came with it and carries out like any other
// envelope. What came of it goes back as words for the panel.
import { z } from "zod";
import { Content } from "./content.ts";
import { PRIORITIES } from "./priority.ts";
import type { DeskSay } from "./say-desk.ts";
import { Item } from "./shelf.ts";
import { Teammate } from "./team.ts";

const Id = z.int();

/** An act of the team on one fan, from wherever it was asked for. */
export const TeamOrder = z.discriminatedUnion("act", [
  /** Signed: takes when negative. */
  z.object({ act: z.literal("credits"), credits: z.int(), reason: z.string() }),
  z.object({ act: z.literal("time"), seconds: z.int(), reason: z.string() }),
  z.object({ act: z.literal("ban") }),
  z.object({ act: z.literal("unban") }),
  /** null: by what was spent again. */
  z.object({ act: z.literal("tier"), tier: z.enum(["new", "regular", "vip"]).nullable() }),
  z.object({ act: z.literal("note"), text: z.string() }),
  z.object({ act: z.literal("tags"), tags: z.array(z.string()) }),
  /** A member of the team; null: nobody. */
  z.object({ act: z.literal("assign"), toId: Id.nullable() }),
  z.object({ act: z.literal("pin"), isPinned: z.boolean() }),
  z.object({ act: z.literal("priority"), level: z.enum(PRIORITIES) }),
  z.object({ act: z.literal("snooze"), seconds: z.int() }),
  z.object({ act: z.literal("close") }),
  z.object({ act: z.literal("refund"), purchaseId: z.string(), amount: z.int().positive() }),
  z.object({ act: z.literal("offer"), item: Item }),
  z.object({ act: z.literal("reply"), content: Content }),
  z.object({ act: z.literal("erase") }),
]);
export type TeamOrder = z.infer<typeof TeamOrder>;

/** As a conversation hears it. */
export const OrderHeard = z.object({
  type: z.literal("teamOrder"),
  by: Teammate,
  order: TeamOrder,
  /** Key of the desk that waits to hear what came of it; null: nobody does. */
  deskKey: z.string().nullable(),
});
export type OrderHeard = z.infer<typeof OrderHeard>;

/** As a desk hears what concerns its person. */
export const DeskWord = z.object({
  type: z.literal("word"),
  fanId: Id.nullable(),
  say: z.custom<DeskSay>((say) => typeof say === "object" && say !== null && "key" in say),
  /** `result`: of an order of this desk, on its panel. `news`: a message of its own in private. */
  as: z.enum(["result", "news"]),
});
export type DeskWord = z.infer<typeof DeskWord>;
