// What a person cannot do in Telegram's app either; the page shows the reason.

export class Impossible extends Error {}

/** Throws Impossible unless `holds`. */
export function need(holds: boolean, why: string): asserts holds {
  if (!holds) throw new Impossible(why);
}
