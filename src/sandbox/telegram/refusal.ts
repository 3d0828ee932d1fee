// What the Bot API answers when it says no. A method throws a Refusal wherever it finds a reason,
// deep in a check, and bot-api.ts turns it into Telegram's JSON and status in one place. The texts
// are those of Telegram's own server (github.com/tdlib/telegram-bot-api, Client.cpp and Query.cpp,
// and TDLib below it), because a client's error handling is written against them.

export interface RefusalParameters {
  readonly retry_after?: number;
  readonly migrate_to_chat_id?: number;
}

export class Refusal extends Error {
  readonly status: number;
  readonly parameters: RefusalParameters | null;

  constructor(status: number, description: string, parameters: RefusalParameters | null = null) {
    super(description);
    this.status = status;
    this.parameters = parameters;
  }
}

/** 400 with Telegram's prefix. */
export function badRequest(reason: string, parameters?: RefusalParameters): Refusal {
  return new Refusal(400, `Bad Request: ${reason}`, parameters ?? null);
}

/** 403: the bot may not write there, for good until a person changes it. */
export function forbidden(reason: string): Refusal {
  return new Refusal(403, `Forbidden: ${reason}`);
}

/** 409: two ways of taking updates at once. */
export function conflict(reason: string): Refusal {
  return new Refusal(409, `Conflict: ${reason}`);
}

/** 429, after which the chat stays closed for `seconds`. */
export function tooManyRequests(seconds: number): Refusal {
  return new Refusal(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });
}

export const NOT_MODIFIED =
  "message is not modified: specified new message content and reply markup are exactly the same " +
  "as a current content and reply markup of the message";

export const QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid";
