// What a failed call means. Telegram speaks in English sentences and in CAPITALS, with a code that
// says little; this table is the only place that reads them. The texts are those of Telegram's own
// server (github.com/tdlib/telegram-bot-api, Client.cpp and Query.cpp); letters' case varies.
//
// Nothing of a call's parameters leaves this file: a TelegramError carries them, and a broken
// connection carries the address with the token in it.
import { TelegramError } from "gramio";
import type { Outcome, RefusalCode } from "#actors/kernel/outcome.ts";
import { errorWords, redact } from "#src/errors.ts";

/** What of a call decides how its failure is read. */
export interface CallFacts {
  /** The chat it went to; null for methods that name none. */
  readonly chatId: number | null;
  /** How often it was tried before, for backing off while Telegram is unreachable. */
  readonly attempt: number;
}

type Verdict = RefusalCode | "done";

/** First match wins. */
const TEXTS: readonly (readonly [RegExp, Verdict])[] = [
  [/message is not modified|topic_not_modified/, "done"],
  [/query is too old|query id is invalid|query_id_invalid/, "done"],
  [/charge_already_refunded/, "done"],
  [/bot was blocked|user is deactivated|can't initiate conversation/, "blocked"],
  [/user_is_blocked|input_user_deactivated|user_deactivated|peer_id_invalid/, "blocked"],
  [/message thread not found|topic_deleted|topic_id_invalid|thread_id_invalid/, "topic-gone"],
  [/topic_closed/, "topic-closed"],
  [/group chat was upgraded to a supergroup/, "migrated"],
  [/bot was kicked|not a member|group chat was deleted|chat was deleted/, "chat-gone"],
  [/channel_private|chat_id_invalid/, "chat-gone"],
  [/not enough rights|have no rights|administrator rights/, "no-rights"],
  [/chat_admin_required|chat_write_forbidden|right_forbidden/, "no-rights"],
  [/chat is not a forum|chat_not_forum|channel_forum_missing/, "no-rights"],
  [/message can't be (?:deleted|edited)|message_delete_forbidden|edit_time_expired/, "too-late"],
  [/message to [a-z ]+ not found|message to be replied not found/, "message-gone"],
  [/replied message not found|message_id_invalid|message not found/, "message-gone"],
  [/no messages to (?:copy|forward)/, "message-gone"],
];

const NOT_CALLED = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ENETUNREACH"]);
const BACKOFF_MS_MAX = 30_000;

/** Reads what a call rejected with. */
export function outcomeOf(error: unknown, call: CallFacts): Outcome {
  if (error instanceof TelegramError) return outcomeOfAnswer(error as Answer, call);
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (typeof code === "string" && NOT_CALLED.has(code)) {
    const afterMs = Math.min(BACKOFF_MS_MAX, 500 * 2 ** Math.min(call.attempt, 10));
    return { type: "retry", afterMs, scope: "bot", isUnreached: true };
  }
  return { type: "unknown", reason: redact(errorWords(error)) };
}

/** What of a TelegramError is read; its `params` are the call's own and are left alone. */
interface Answer {
  readonly code: number;
  readonly message: string;
  readonly payload?: { readonly retry_after?: number; readonly migrate_to_chat_id?: number };
}

function outcomeOfAnswer(answer: Answer, call: CallFacts): Outcome {
  const { code, payload, message } = answer;
  if (code === 429) {
    const afterMs = Math.max(1, payload?.retry_after ?? 1) * 1000;
    return { type: "retry", afterMs, scope: call.chatId === null ? "bot" : "chat" };
  }
  const reason = redact(message).slice(0, 200);
  if (code >= 500) return { type: "unknown", reason };
  const migratedTo = payload?.migrate_to_chat_id;
  if (migratedTo !== undefined) return { type: "refused", code: "migrated", reason, migratedTo };
  const verdict = verdictOf(code, message.toLowerCase(), call);
  return verdict === "done"
    ? { type: "done", sent: null }
    : { type: "refused", code: verdict, reason };
}

function verdictOf(code: number, text: string, call: CallFacts): Verdict {
  // 404 is how the Bot API answers a token that it does not know.
  if (code === 401 || code === 404) return "unauthorized";
  const known = TEXTS.find(([pattern]) => pattern.test(text))?.[1];
  if (known !== undefined) return known;
  const isPrivate = call.chatId !== null && call.chatId > 0;
  // A chat that is not found is a person who never wrote, or a group that the bot never was in.
  if (code === 403 || text.includes("chat not found")) return isPrivate ? "blocked" : "chat-gone";
  return "bad-request";
}
