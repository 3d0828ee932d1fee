// Comparing what a stranger sent with a secret, so that the time it takes says nothing.
import { createHash, timingSafeEqual } from "node:crypto";

const digest = (value: string): Buffer => createHash("sha256").update(value).digest();

/**
 * A test for one secret. Digests are compared, so lengths may differ without telling; null stands
 * for no secret at all, which nothing matches.
 */
export function secretMatcher(secret: string | null): (given: string | null) => boolean {
  if (secret === null) return () => false;
  const expected = digest(secret);
  return (given) => given !== null && timingSafeEqual(digest(given), expected);
}
