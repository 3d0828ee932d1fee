// The admin groups as they are now. The environment names them, but Telegram may turn a group into
// another chat; then the new id counts at once, while the owner is asked to write it down.

export interface Groups {
  /** Those that take new fans, never empty. */
  ids(): readonly number[];
  /** A group that moved is still known under its old id. */
  has(id: number): boolean;
  /** False when it was known already. */
  moved(from: number, to: number): boolean;
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
