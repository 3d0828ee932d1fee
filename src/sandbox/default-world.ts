// Who is in the sandbox when it opens: a small team in one forum group, and fans whose names and
// languages are of the kinds that break software.

import type { PersonRecord } from "./model.ts";
import type { BotAccount } from "./world.ts";

/** A token of the right shape that opens nothing outside this machine. */
export const SANDBOX_TOKEN = "7000000001:sandbox-token-that-opens-nothing-at-all";

export const DEFAULT_BOT: BotAccount = {
  id: 7000000001,
  firstName: "Stagedoor",
  username: "stagedoor_bot",
};

export const DEFAULT_GROUPS = [{ id: -1002000000001, title: "Stagedoor team" }] as const;

/** The people by the name the tests call them. */
export const PEOPLE = {
  ada: team(501, "Ada", "ada_owner", "creator"),
  ben: team(502, "Ben", "ben_admin", "administrator"),
  cleo: team(503, "Cleo", null, "administrator"),
  dan: team(504, "Dan", "dan_guest", "member"),
  mia: fan(5_000_000_601, "Mia", "mia", "en"),
  leo: fan(5_000_000_602, "Leo", null, "es"),
  yuki: fan(5_000_000_603, "雪 Yuki", "yuki_yk", "de"),
  zoe: fan(5_000_000_604, "Zoë 🦄✨", "zoe_z", "ru"),
  bia: fan(5_000_000_605, "Bia <b>&amp;</b>", null, "pt-br"),
} as const satisfies Record<string, PersonRecord>;

function team(
  id: number,
  firstName: string,
  username: string | null,
  role: PersonRecord["role"],
): PersonRecord {
  const hasStarted = role === "creator";
  return { ...record(id, firstName, username, "en"), role, hasStarted };
}

/** Ids beyond 32 bits, as new accounts have. */
function fan(
  id: number,
  firstName: string,
  username: string | null,
  languageCode: string,
): PersonRecord {
  return record(id, firstName, username, languageCode);
}

function record(
  id: number,
  firstName: string,
  username: string | null,
  languageCode: string,
): PersonRecord {
  return {
    id,
    firstName,
    username,
    languageCode,
    role: "fan",
    hasStarted: false,
    hasBlockedBot: false,
  };
}
