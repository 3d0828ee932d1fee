// Broadcasts, at one fan. A campaign's mail comes once (its inbox key says so); whether the fan still
// takes it is looked at here, and by the performer once more right before the call.
//
//   heard ──banned, erased──▶ skipped        heard ──blocked the bot──▶ blocked
//   heard ──had said /stop──▶ stopped        heard ──▶ on its way ──▶ sent │ blocked │ failed
//   on its way ──said /stop, banned──▶ stopped, skipped
//   sent ──recalled──▶ deleted │ kept
//
// An offer of the shelf is made like anybody's of the team, and its card goes where broadcasts go. A
// card that was bought stays when the others are taken back: for Stars it is the media itself.
//
// The fate is a row of the turn that learned it, so a crash between the call and its result repeats the
// call and never the row. What is sent is a message in `messages` like any other, by nobody (`by_id` is
// null, the ref begins with `c`): it answers no question, so no waiting ends and no count of answers
// grows by it. The topic is told nothing, neither of what was sent nor of who has blocked: ten thousand
// lines would keep the group's budget from those who talk. The card shows it when it is next drawn.
import {
  type Fate,
  kindOf,
  type PromotionHeard,
  type RecallHeard,
} from "#actors/kernel/campaign.ts";
import type { OutcomeMessage } from "#actors/kernel/envelope.ts";
import type { RefusalCode } from "#actors/kernel/outcome.ts";
import type { Item } from "#actors/kernel/shelf.ts";
import { languageFor } from "./facts.ts";
import { promotionsKeyboard } from "./keyboards.ts";
import { campaignOfOffer, offerItem, onCardOutcome } from "./locked/offer.ts";
import { dropOffer, isBought } from "./locked/offers.ts";
import { tellFan } from "./tell.ts";
import type { Turn } from "./turn.ts";

/** The `messages.ref` of a campaign's message. */
function campaignRef(campaignId: number): string {
  return `c${campaignId}`;
}

/** The fan is on a campaign's list. */
export function onPromotion(turn: Turn, { campaignId, promotion }: PromotionHeard): void {
  const fate = whyNot(turn);
  if (fate !== null) return settle(turn, campaignId, fate);
  if (promotion.what === "offer") return makeOffer(turn, campaignId, promotion.item);
  const { parts } = promotion;
  const ref = campaignRef(campaignId);
  const fileId = parts[0]?.fileId ?? null;
  const text = parts.find((part) => part.text !== "")?.text ?? "";
  const kind = kindOf(parts);
  turn.row({
    row: "message",
    ref,
    direction: "out",
    kind,
    text,
    fileId,
    cost: 0,
    status: "queued",
    byId: null,
  });
  const language = languageFor(turn.state);
  turn.emit({ verb: "promote", parts, language, tag: tagOf(campaignId) }, { delivers: [ref] });
}

/** Whether the card stands is heard later. */
function makeOffer(turn: Turn, campaignId: number, item: Item): void {
  const by = { id: turn.settings.ownerId, name: "a broadcast" };
  const told = offerItem(turn, item, by, campaignId);
  if (told.key === "lockOffered") return;
  const isTheirs =
    told.key === "lockOwned" || (told.key === "lockRefused" && told.with.why === "offered");
  settle(turn, campaignId, isTheirs ? "skipped" : "failed");
}

/** What a campaign sent is to be taken back. */
export function onRecall(turn: Turn, { campaignId, messageIds, isOffer }: RecallHeard): void {
  const { isUnreachable, firstSeenAt } = turn.state;
  const isAway = isUnreachable || firstSeenAt === null || messageIds.length === 0;
  if (isAway || (isOffer && !isWithdrawn(turn, messageIds))) {
    return settle(turn, campaignId, "kept");
  }
  turn.emit({ verb: "unsend", messageIds, tag: tagOf(campaignId) });
}

/** Takes the offer off the list; false: it was bought, or nobody knows here any more. */
function isWithdrawn(turn: Turn, [cardId]: readonly number[]): boolean {
  const offer = turn.state.locked.offers.find(({ noticeId }) => noticeId === cardId);
  if (offer === undefined || isBought(offer)) return false;
  dropOffer(turn, offer.itemId);
  return true;
}

/** Whether an outcome is about a broadcast. */
export function isAboutPromotion({ verb, tag }: OutcomeMessage): boolean {
  if (verb === "offerLocked") return campaignOfOffer(tag) !== null;
  return verb === "promote" || verb === "unsend";
}

/** What came of it. */
export function onPromotionOutcome(turn: Turn, { verb, outcome, tag }: OutcomeMessage): void {
  const campaignId = verb === "offerLocked" ? campaignOfOffer(tag) : readTag(tag);
  if (campaignId === null || turn.state.firstSeenAt === null) return;
  if (verb === "offerLocked") onCardOutcome(turn, tag, outcome);
  const ref = campaignRef(campaignId);
  if (outcome.type === "refused") {
    if (isGone(outcome.code)) turn.set({ isUnreachable: true });
    if (verb === "unsend") {
      const isDeleted = outcome.code === "message-gone";
      return settle(turn, campaignId, isDeleted ? "deleted" : "kept");
    }
    turn.row({ row: "messageChange", ref, status: "failed" });
    return settle(turn, campaignId, fateOf(turn, outcome.code));
  }
  if (outcome.type !== "done") return;
  if (outcome.answer?.type === "owned") return settle(turn, campaignId, "skipped");
  if (verb !== "unsend") return settle(turn, campaignId, "sent", outcome.sent?.messageIds ?? null);
  turn.row({ row: "messageChange", ref, status: "withdrawn" });
  settle(turn, campaignId, "deleted");
}

/** The fan wants none of these any more, or wants them again; says so in either case. */
export function takePromotions(turn: Turn, isWanted: boolean): void {
  turn.set({ isPromotable: isWanted });
  tellFan(
    turn,
    { key: isWanted ? "promotionsOn" : "promotionsOff", with: {} },
    { keyboard: isWanted ? [] : promotionsKeyboard() },
  );
}

function whyNot(turn: Turn): Fate | null {
  const { isBanned, isUnreachable, isPromotable, firstSeenAt } = turn.state;
  if (firstSeenAt === null || isBanned) return "skipped";
  if (isUnreachable) return "blocked";
  return isPromotable ? null : "stopped";
}

/** What a refused call has come to. */
function fateOf({ state }: Turn, code: RefusalCode): Fate {
  if (code === "unwanted") return state.isBanned ? "skipped" : "stopped";
  return isGone(code) ? "blocked" : "failed";
}

function settle(
  turn: Turn,
  campaignId: number,
  fate: Fate,
  messageIds: readonly number[] | null = null,
): void {
  turn.row({ row: "campaignSend", campaignId, fate, messageIds });
}

function isGone(code: RefusalCode): boolean {
  return code === "blocked" || code === "chat-gone";
}

function tagOf(campaignId: number): string {
  return `c:${campaignId}`;
}

function readTag(tag: string | null): number | null {
  const id = /^c:(\d+)$/.exec(tag ?? "")?.[1];
  return id === undefined ? null : Number(id);
}
