// What the lists, the fan's card, the audit log and the letters read, on a database.

import type { FanList } from "#actors/kernel/screen.ts";
import type { Settings } from "#actors/kernel/settings.ts";
import type { Database } from "#db/client.ts";
import { type LetterRow, letterById, lettersOf } from "#db/dead-letters.ts";
import { type AuditFilter, type AuditLine, auditOf } from "#db/queries/audit.ts";
import {
  type FanCard,
  type FanRow,
  fanCardOf,
  fansOf,
  purchasesOf,
  type Refundable,
} from "#db/queries/fans.ts";
import { incidentsOf, type PastIncident } from "#db/queries/incidents.ts";
import { PAGE_SIZE, type Page, type QueueAsk, type QueueRow, queueOf } from "#db/queries/queue.ts";
import { type FoundRow, searchFans } from "#db/queries/search.ts";

/** What of the settings these screens depend on. */
export type ListSettings = Pick<Settings, "team" | "currency" | "overdueMinutes" | "lowBalance">;

/** Every read rejects with StoreError when it cannot be made now. */
export interface ListReads {
  /** As they are at this moment. */
  readonly settings: () => ListSettings;
  queue(ask: QueueAsk): Promise<Page<QueueRow>>;
  fans(ask: { readonly list: FanList; readonly page: number }): Promise<Page<FanRow>>;
  found(ask: { readonly query: string; readonly page: number }): Promise<Page<FoundRow>>;
  fan(fanId: number): Promise<FanCard | null>;
  purchases(fanId: number): Promise<readonly Refundable[]>;
  audit(filter: AuditFilter, page: number): Promise<Page<AuditLine>>;
  letters(page: number): Promise<Page<LetterRow>>;
  letter(id: number): Promise<LetterRow | null>;
  incidents(page: number): Promise<Page<PastIncident>>;
}

export function createListReads(database: Database, settings: () => ListSettings): ListReads {
  return {
    settings,
    queue: (ask) => queueOf(database, ask),
    fans: (ask) => fansOf(database, { ...ask, lowBalance: settings().lowBalance }),
    found: (ask) => searchFans(database, ask),
    fan: (fanId) => fanCardOf(database, fanId),
    purchases: (fanId) => purchasesOf(database, fanId),
    audit: (filter, page) => auditOf(database, filter, page),
    letters: (page) => lettersOf(database, { page, size: PAGE_SIZE }),
    letter: (id) => letterById(database, id),
    incidents: (page) => incidentsOf(database, page),
  };
}
