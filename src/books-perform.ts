// Carries out what conversations ask of our own books: the database's answers as outcomes. Each may be
// asked again after a lost answer; a claim is known by its effect's id.
import type { Answer, AnswerOf } from "#actors/kernel/answer.ts";
import type { Content } from "#actors/kernel/content.ts";
import type { Effect } from "#actors/kernel/effect.ts";
import { isAboutReplies } from "#actors/kernel/effect-replies.ts";
import type { Outcome } from "#actors/kernel/outcome.ts";
import type { LedgerLine } from "#actors/kernel/payment.ts";
import type { Call, Clock, Performer } from "#actors/kernel/ports.ts";
import type { Item } from "#actors/kernel/shelf.ts";
import { errorWords } from "./errors.ts";

type BooksEffect = Extract<
  Effect,
  {
    verb: "claimPromo" | "lookUpLine" | "lookUpItem" | "saveReply" | "lookUpReply" | "listReplies";
  }
>;

/** The database's side of it. */
export interface Books {
  claimPromo(claim: {
    readonly fanId: number;
    readonly code: string;
    readonly at: number;
    readonly claimId: number;
    readonly earlierUses: number;
  }): Promise<Answer>;
  lineOf(line: { readonly fanId: number; readonly lineId: number }): Promise<LedgerLine | null>;
  /** What a message of the fan's was charged, by its copy in a topic. */
  chargeOf(message: {
    readonly fanId: number;
    readonly groupId: number;
    readonly messageId: number;
  }): Promise<LedgerLine | null>;
  /** An item of the shelf as it is for sale. */
  itemForSale(itemId: number): Promise<Item | null>;
  /** What the team keeps to send again. */
  readonly replies: ReplyBooks;
}

export interface ReplyBooks {
  save(
    reply: { readonly name: string; readonly content: Content },
    by: { readonly id: number; readonly name: string },
    at: number,
  ): Promise<AnswerOf<"replySaved">>;
  /** To send it: by its id, or else its name. */
  take(by: { readonly id: number | null; readonly name: string }): Promise<AnswerOf<"reply">>;
  list(limit: number): Promise<AnswerOf<"replies">>;
}

/** Whether an effect is a question to our own books. */
export function isForBooks(effect: Effect): effect is BooksEffect {
  const { verb } = effect;
  const isOurs = verb === "claimPromo" || verb === "lookUpLine" || verb === "lookUpItem";
  return isOurs || isAboutReplies(verb);
}

async function lookUp(
  books: Books,
  fanId: number,
  { lineId, topicMessage }: Extract<BooksEffect, { verb: "lookUpLine" }>,
): Promise<LedgerLine | null> {
  if (topicMessage !== undefined) return books.chargeOf({ fanId, ...topicMessage });
  return lineId === null ? null : books.lineOf({ fanId, lineId });
}

function aboutReplies(
  { replies }: Books,
  effect: Extract<Effect, { verb: "saveReply" | "lookUpReply" | "listReplies" }>,
  at: number,
): Promise<Answer> {
  switch (effect.verb) {
    case "saveReply":
      return replies.save(effect, effect.by, at);
    case "lookUpReply":
      return replies.take({ id: effect.replyId, name: effect.name });
    case "listReplies":
      return replies.list(effect.limit);
  }
}

/** Makes the performer; it never rejects, and refuses what is not for the books. */
export function createBooksPerformer(books: Books, clock: Clock): Performer {
  const perform = async (call: Call): Promise<Outcome> => {
    const { effect, effectIds, address } = call;
    if (!isForBooks(effect)) {
      return { type: "refused", code: "bad-request", reason: "this is nothing of the books'" };
    }
    const fanId = Number(address.key);
    try {
      if (effect.verb === "lookUpLine") {
        const line = await lookUp(books, fanId, effect);
        return { type: "done", sent: null, answer: { type: "line", line } };
      }
      if (effect.verb === "lookUpItem") {
        const item = await books.itemForSale(effect.itemId);
        return { type: "done", sent: null, answer: { type: "item", item } };
      }
      if (effect.verb !== "claimPromo") {
        const answer = await aboutReplies(books, effect, clock.now());
        return { type: "done", sent: null, answer };
      }
      const [claimId = 0] = effectIds;
      const { code, earlierUses = 0 } = effect;
      const at = clock.now();
      const answer = await books.claimPromo({ fanId, code, at, claimId, earlierUses });
      return { type: "done", sent: null, answer };
    } catch (error) {
      return { type: "unknown", reason: errorWords(error) };
    }
  };
  return { perform: async (call) => ({ outcome: await perform(call), links: [] }) };
}
