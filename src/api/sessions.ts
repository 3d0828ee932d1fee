// Sessions of the Mini App: a signed word about who signed in and when, kept by the client alone and
// sent as a bearer header (no cookie, so no other page can make a browser send it). It says who
// somebody is, never what they may do: roles are looked up with every request, so a removal holds at
// once.
//
//   signed in ──15 min──▶ over        signed in ──renewed, within 12 h of signing in──▶ signed in
//
// Renewal is there because Telegram signs `initData` once, when the app is opened: a phone that keeps
// the page for an hour has nothing fresh to sign in with.

import { z } from "zod";
import { clip } from "#actors/kernel/content.ts";
import type { Visitor } from "./init-data.ts";
import type { Seal } from "./seal.ts";

const LIFE_MS = 15 * 60_000;
const RENEWABLE_MS = 12 * 60 * 60_000;
const NAME_LENGTH_MAX = 64;

const Claims = z.object({
  /** Telegram id. */
  id: z.int().positive(),
  /** First name, for the audit log and for what the team reads. */
  name: z.string(),
  /** Unix milliseconds of the sign-in. */
  since: z.int(),
  /** Unix milliseconds of the end. */
  until: z.int(),
});
export type Session = z.infer<typeof Claims>;

/** A session as its owner gets it. */
export interface Granted {
  readonly token: string;
  /** Unix milliseconds. */
  readonly expiresAt: number;
}

export interface Sessions {
  begin(visitor: Visitor, now: number): Granted;
  /** The session of a token; null: none of ours, or over. */
  read(token: string, now: number): Session | null;
  /** The same for longer; null: its owner signed in too long ago. */
  renew(session: Session, now: number): Granted | null;
}

/** Makes the sessions of a bot. */
export function createSessions(seal: Seal): Sessions {
  const grant = (claims: Session): Granted => ({
    token: seal.close(JSON.stringify(claims)),
    expiresAt: claims.until,
  });
  return {
    begin: ({ id, firstName }, now) =>
      grant({ id, name: clip(firstName, NAME_LENGTH_MAX), since: now, until: now + LIFE_MS }),
    read(token, now) {
      const words = seal.open(token);
      if (words === null) return null;
      const { data } = Claims.safeParse(JSON.parse(words));
      return data !== undefined && now < data.until ? data : null;
    },
    renew(session, now) {
      const until = Math.min(now + LIFE_MS, session.since + RENEWABLE_MS);
      return until <= now ? null : grant({ ...session, until });
    },
  };
}
