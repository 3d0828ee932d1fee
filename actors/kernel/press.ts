// Callback data: what a button says when it is pressed. It can be forged by anybody who can press
// anything, so it only names a verb and an argument; rights and state are checked on the press.
//
// Format: `<scope>.<verb>.<argument>`; scope is `_` for a fan's own chat, or the fan's id in base 36
// for a button in a topic, so that a press is refused when it names another fan than its topic's.
import { invariant } from "./errors.ts";

/** Telegram's bound (core.telegram.org/bots/api#inlinekeyboardbutton), in bytes. */
const CALLBACK_DATA_BYTES_MAX = 64;

export interface Press {
  /** null: a button in the fan's own chat. */
  readonly fanId: number | null;
  readonly verb: string;
  readonly argument: string;
}

/**
 * Packs a press into callback data.
 * @throws InvariantError when it would not fit in 64 bytes or holds a character of the format.
 */
export function packPress(press: Press): string {
  const scope = press.fanId === null ? "_" : press.fanId.toString(36);
  const data = `${scope}.${press.verb}.${press.argument}`;
  invariant(
    /^(?:_|[a-z0-9]+)\.[a-zA-Z]+\.[A-Za-z0-9_:-]*$/.test(data),
    "callback data has its format",
  );
  invariant(data.length <= CALLBACK_DATA_BYTES_MAX, "callback data fits in 64 bytes");
  return data;
}

/** Reads callback data; null when it is not ours (forged, stale, of another version). */
export function unpackPress(data: string): Press | null {
  const match = /^(_|[a-z0-9]{1,12})\.([a-zA-Z]{1,20})\.([A-Za-z0-9_:-]*)$/.exec(data);
  const [, scope, verb, argument] = match ?? [];
  if (scope === undefined || verb === undefined || argument === undefined) return null;
  if (scope === "_") return { fanId: null, verb, argument };
  const fanId = Number.parseInt(scope, 36);
  return Number.isSafeInteger(fanId) ? { fanId, verb, argument } : null;
}
