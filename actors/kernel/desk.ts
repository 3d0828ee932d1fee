// A desk is where one person of the team is in the admin panel, in one chat: the private one, or the
// General topic of an admin group. Each has its own message that is edited in place, so two panels of
// one person never fight over a step.
import type { Address } from "./address.ts";
import { invariant } from "./errors.ts";

export interface DeskPlace {
  readonly memberId: number;
  /** null: the private chat. */
  readonly groupId: number | null;
}

/** The desk's address: `77` in private, `77@-1001` in that group's General topic. */
export function deskAddress({ memberId, groupId }: DeskPlace): Address {
  const key = groupId === null ? String(memberId) : `${memberId}@${groupId}`;
  return { kind: "desk", key };
}

/** @throws InvariantError when the key is not a desk's. */
export function deskPlace(key: string): DeskPlace {
  const [, member, group] = /^(\d{1,16})(?:@(-\d{1,16}))?$/.exec(key) ?? [];
  invariant(member !== undefined, "a desk's key names its person");
  return { memberId: Number(member), groupId: group === undefined ? null : Number(group) };
}

/** Where a desk's effects go: to its one chat. */
export function deskRoute(key: string): {
  readonly fanChatId: number | null;
  readonly groupId: number | null;
  readonly topicId: null;
} {
  const { memberId, groupId } = deskPlace(key);
  return { fanChatId: groupId === null ? memberId : null, groupId, topicId: null };
}

/**
 * What a button of a panel says: whose panel it is, which part of the desk it is for, what to do.
 * Format: `~<person, base 36>.<section>.<verb>.<argument>`, at most 64 bytes
 * (core.telegram.org/bots/api#inlinekeyboardbutton). The `~` tells it from a fan's or a topic's button.
 */
export interface DeskPress {
  readonly memberId: number;
  readonly section: string;
  readonly verb: string;
  readonly argument: string;
}

const DATA_BYTES_MAX = 64;

/** @throws InvariantError when it does not fit, or holds a character of the format. */
export function packDeskPress({ memberId, section, verb, argument }: DeskPress): string {
  const data = `~${memberId.toString(36)}.${section}.${verb}.${argument}`;
  invariant(
    /^~[a-z0-9]+\.[a-z]+\.[a-zA-Z]+\.[A-Za-z0-9_:-]*$/.test(data),
    "a panel's callback data has its format",
  );
  invariant(data.length <= DATA_BYTES_MAX, "a panel's callback data fits in 64 bytes");
  return data;
}

/** null when it is no panel's button (forged, stale, somebody else's format). */
export function unpackDeskPress(data: string): DeskPress | null {
  const match = /^~([a-z0-9]{1,12})\.([a-z]{1,16})\.([a-zA-Z]{1,20})\.([A-Za-z0-9_:-]*)$/.exec(
    data,
  );
  const [, member, section, verb, argument] = match ?? [];
  if (member === undefined || section === undefined || verb === undefined) return null;
  const memberId = Number.parseInt(member, 36);
  if (!Number.isSafeInteger(memberId)) return null;
  return { memberId, section, verb, argument: argument ?? "" };
}
