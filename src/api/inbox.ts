// How the API changes anything: an envelope for the fan's conversation, like those that Telegram's
// updates become. The key that a client sends with a request is the dedupe key, so the same request
// sent twice, by an impatient thumb or a lost answer, is one envelope. Something else under a key that
// was used is refused: it is a mistake of the client's, and answering as if it had been taken would lose it.
import { createHash } from "node:crypto";
import type { ConversationMessage } from "#actors/conversation/message.ts";
import type { Lane } from "#actors/kernel/address.ts";
import type { ApiParts } from "./parts.ts";
import { Problem } from "./problem.ts";

const RETRY_SECONDS = 2;

export interface Wish {
  readonly fanId: number;
  readonly lane: Lane;
  readonly message: ConversationMessage;
  /** What this is, whose, and the client's own key. */
  readonly key: readonly (string | number)[];
}

/** An envelope; `at` is in Unix milliseconds. */
export interface TakenIn {
  readonly id: number;
  readonly at: number;
  /** false: an earlier request with this key. */
  readonly isNew: boolean;
}

/** Puts envelopes into the inbox. @throws Problem; OverloadedError or StoreError: ask again. */
export function inboxOf({ append, pressure, reads, clock }: ApiParts) {
  return async ({ fanId, lane, message, key }: Wish): Promise<TakenIn> => {
    const address = { kind: "conversation", key: String(fanId) } as const;
    if (pressure.isOverloaded() || pressure.isFull(address)) {
      throw new Problem("unavailable", RETRY_SECONDS);
    }
    // Hashed: the key stays when the fan is erased, and must not name them.
    const dedupeKey = `api:${createHash("sha256").update(key.join(":")).digest("base64url")}`;
    const at = clock.now();
    const body = JSON.stringify(message);
    const [id] = await append([{ dedupeKey, address, lane, at, body, raw: null }]);
    if (id !== null && id !== undefined) return { id, at, isNew: true };
    const earlier = await reads.envelopeOf(dedupeKey);
    if (earlier === null) throw new Problem("unavailable", RETRY_SECONDS);
    const { body: before, ...taken } = earlier;
    if (wantedBy(before) !== wantedBy(body)) throw new Problem("key-used");
    return { ...taken, isNew: false };
  };
}

/** What an envelope's body asks for, whatever its sender is called, or may do, by then. */
function wantedBy(body: string): string {
  const { by: _by, person: _person, ...wanted } = JSON.parse(body) as Record<string, unknown>;
  return JSON.stringify(wanted);
}
