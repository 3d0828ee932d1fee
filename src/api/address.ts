// Whose address a request came from, for counting alone. This process speaks plain HTTP, so in
// production a proxy stands before it and says who called; from anywhere but a private network that
// word is not believed. Whoever forges it all the same gets round the count by address, not round
// the count over all.
import { isIP } from "node:net";

const PRIVATE = /^(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|::1$|f[cd])/i;

/** A key for counting: the IPv4 address, or the /64 network of an IPv6 one. */
export function addressOf(request: Request, peer: string | null): string {
  const near = plain(peer ?? "");
  if (!PRIVATE.test(near)) return networkOf(near);
  const { headers } = request;
  // Fly's proxy writes the first anew; the last of the others is what the nearest proxy saw.
  const told = headers.get("fly-client-ip") ?? headers.get("x-forwarded-for")?.split(",").at(-1);
  const far = plain(told ?? "");
  return networkOf(isIP(far) === 0 ? near : far);
}

/** Without spaces, and an IPv4 address that came in an IPv6 one as itself. */
function plain(address: string): string {
  return address.trim().replace(/^::ffff:(?=\d+\.)/i, "");
}

/** One household has a whole /64 of IPv6. */
function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = "", tail] = address.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => "0");
  return [...before, ...zeros, ...after].slice(0, 4).join(":").toLowerCase();
}
