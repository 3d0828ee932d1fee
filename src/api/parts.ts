// What the API is made of. It reads committed rows, and whatever changes anything goes through the
// inbox to the conversation, like a fan's press or a word of the team: nothing is decided here.
import type { Address } from "#actors/kernel/address.ts";
import type { Clock, Logger, SettingsSource } from "#actors/kernel/ports.ts";
import type { Item } from "#actors/kernel/shelf.ts";
import type { Role } from "#actors/kernel/team.ts";
import type { ApiReads } from "#db/queries/api.ts";
import type { Unlocked } from "#db/shelf.ts";
import type { Append } from "#src/http/inbox-batcher.ts";
import type { OpenedFile } from "./files.ts";

/** What fans have unlocked, by Telegram id. */
export interface UnlockedReads {
  unlockedOf(
    fanId: number,
    page: number,
    size: number,
  ): Promise<{ readonly items: readonly Unlocked[]; readonly pages: number }>;
  /** null: it is not theirs. */
  boughtItem(fanId: number, itemId: number): Promise<Item | null>;
}

/** Everything the API needs of the process around it. */
export interface ApiParts {
  readonly botToken: string;
  /** Public keys that may have signed `initData` besides the token's; none: only the token's counts. */
  readonly telegramKeys: readonly string[];
  /** Origin whose pages may call; null: anybody's (a process without a public address). */
  readonly origin: string | null;
  readonly reads: ApiReads;
  readonly shelf: UnlockedReads;
  readonly settings: SettingsSource;
  /** @throws RosterUnavailableError when it cannot be known now. */
  readonly roleOf: (userId: number) => Promise<Role>;
  readonly append: Append;
  /** How far behind the actors are. */
  readonly pressure: { isOverloaded(): boolean; isFull(address: Address): boolean };
  /** Shows a fan that somebody types. */
  readonly showTyping: (fanId: number) => Promise<void>;
  readonly openFile: (fileId: string) => Promise<OpenedFile>;
  readonly phase: () => "starting" | "ready" | "draining";
  readonly clock: Clock;
  readonly log: Logger;
}
