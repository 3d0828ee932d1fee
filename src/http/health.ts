// Whether the store answers, asked at most once a second however often strangers ask us.
import type { Clock } from "#actors/kernel/ports.ts";
import type { Database } from "#db/client.ts";

const FRESH_MS = 1_000;
/** A load balancer's own time-out is seldom longer. */
const ANSWER_MS = 2_000;

/** A check of a database that never rejects and answers within two seconds. */
export function healthOf(database: Pick<Database, "query">, clock: Clock): () => Promise<boolean> {
  let asked: { readonly at: number; readonly answer: Promise<boolean> } | null = null;

  const ask = async (): Promise<boolean> => {
    const answered = new AbortController();
    const query = database.query("health", "select 1").then(
      () => true,
      () => false,
    );
    const late = clock.sleep(ANSWER_MS, answered.signal).then(() => false);
    const isHealthy = await Promise.race([query, late]);
    answered.abort();
    return isHealthy;
  };

  return () => {
    const now = clock.monotonic();
    if (asked === null || now - asked.at >= FRESH_MS) asked = { at: now, answer: ask() };
    return asked.answer;
  };
}
