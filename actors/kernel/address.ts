// Who an envelope is for. An address is all that another part of the program may know of an actor.

/** The kinds of actor there are; the registry in `src/app.ts` has one definition for each. */
export const ACTOR_KINDS = ["conversation", "desk", "campaign", "watch"] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];

export interface Address {
  readonly kind: ActorKind;
  /**
   * A conversation's key is the fan's Telegram id in decimal digits, a desk's its person's
   * (kernel/desk.ts).
   */
  readonly key: string;
}

/** How many partitions addresses hash to. Never changes: it is stored beside every row. */
export const PARTITION_COUNT = 256;

/** One string for use as a map key; `:` cannot occur in a kind. */
export function addressKey(address: Address): string {
  return `${address.kind}:${address.key}`;
}

/**
 * The partition (0…255) that owns an address: FNV-1a over the UTF-16 units of its key.
 * The function is part of the stored format; see `address.test.ts` for pinned values.
 */
export function partitionOf(address: Address): number {
  const text = addressKey(address);
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    hash ^= text.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  return ((hash >>> 0) ^ (hash >>> 16)) & (PARTITION_COUNT - 1);
}

/** `urgent` overtakes `normal` in the mailbox: presses, payments, outcomes. */
export type Lane = "normal" | "urgent";
