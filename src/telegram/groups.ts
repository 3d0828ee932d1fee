// The admin groups as they are now. The environment names them, but Telegram may turn a group into
// another chat; then the new id counts at once, while the owner is asked to write it down.
import type { Incident } from "#src/incidents.ts";

export interface Groups {
  /** Those that take new fans, never empty. */
  readonly ids: () => readonly number[];
  /** A group that moved is still known under its old id. */
  readonly has: (id: number) => boolean;
  /** False when it was known already. */
  readonly moved: (from: number, to: number) => boolean;
}

/** @param configured as the environment names them, never empty */
export function createGroups(configured: readonly number[]): Groups {
  let ids = configured;
  const known = new Set(configured);
  return {
    ids: () => ids,
    has: (id) => known.has(id),
    moved(from, to) {
      if (known.has(to)) return false;
      known.add(to);
      ids = ids.map((id) => (id === from ? to : id));
      return true;
    },
  };
}

/** What the owner is to write down. */
export function movedIncident(from: number, to: number): Incident {
  return {
    kind: "migrated",
    detail: `group ${from} is group ${to} now`,
    mend: `Write ${to} instead of ${from} into ADMIN_GROUP_IDS.`,
  };
}
