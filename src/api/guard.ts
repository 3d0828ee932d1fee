// The one guard. Every route declares whom it is for, with `access`, and the guard runs before the
// body is looked at; a request that no guard has let in is refused by the app itself (`requireGuard`),
// so a route that forgets to declare anything serves nobody.
//
//   public    anybody
//   signedIn  whoever has a session
//   fan       … and has pressed Start in the chat with the bot
//   { team }  … and has a role that allows that, by the table in force at this moment
import { Elysia } from "elysia";
import {
  DEFAULT_RIGHTS,
  PERMISSIONS,
  type Permission,
  type Rights,
  type Role,
  rightsOf,
} from "#actors/kernel/team.ts";
import type { FanRow } from "#db/queries/api.ts";
import { createAllowance } from "./allowance.ts";
import type { ApiParts } from "./parts.ts";
import { Problem } from "./problem.ts";
import type { Session, Sessions } from "./sessions.ts";

export type Access = "public" | "signedIn" | "fan" | { readonly team: Permission };

/** Somebody whom the guard let in. */
export interface Caller {
  readonly session: Session;
  /** Only on routes of the team; elsewhere nobody has been asked. */
  readonly role: Role;
  readonly rights: Rights;
  /** Only on routes of fans. */
  readonly fan: FanRow;
}

/** A person's requests: a page that is open asks every second or so, and at its start for more. */
const REQUESTS = { burst: 60, perMinute: 120, keysMax: 10_000 } as const;

const NO_SESSION: Session = { id: 0, name: "", since: 0, until: 0 };
const NO_FAN: FanRow = {
  userId: 0,
  fanId: 0,
  firstName: "",
  username: null,
  languageTag: null,
  credits: 0,
  sessionEndsAt: null,
  debtCredits: 0,
  isBanned: false,
  autoRecharge: false,
};

const NO_RIGHTS = rightsOf("stranger", DEFAULT_RIGHTS);

/** What a description says of a route's access; the test that walks all routes reads it too. */
export const ACCESS_KEY = "x-access";

/** The plugin with the macro `access`; its routes get `caller`. */
export function createGuard(parts: ApiParts, sessions: Sessions) {
  const admit = admission(parts, sessions);
  const admitted = new WeakMap<Request, Caller>();
  const guard = new Elysia({ name: "guard" }).macro({
    access: (access: Access) => ({
      detail: describe(access),
      async transform({ request }) {
        admitted.set(request, await admit(request, access));
      },
      resolve({ request }) {
        const caller = admitted.get(request);
        if (caller === undefined) throw new Problem("forbidden");
        return { caller };
      },
    }),
  });
  /** For the app: refuses what came past the guard. */
  const requireGuard = ({ request }: { readonly request: Request }): void => {
    if (!admitted.has(request)) throw new Problem("forbidden");
  };
  return { guard, requireGuard };
}

export type Guard = ReturnType<typeof createGuard>["guard"];

function describe(access: Access) {
  const name = typeof access === "string" ? access : `team:${access.team}`;
  return { [ACCESS_KEY]: name, security: access === "public" ? [] : [{ session: [] }] };
}

function admission(parts: ApiParts, sessions: Sessions) {
  const { clock, reads, roleOf, settings } = parts;
  const requests = createAllowance(REQUESTS, clock);
  return async (request: Request, access: Access): Promise<Caller> => {
    if (access === "public") return outsider(NO_SESSION);
    const token = /^Bearer ([\w.-]+)$/.exec(request.headers.get("authorization") ?? "")?.[1];
    const session = sessions.read(token ?? "", clock.now());
    if (session === null) throw new Problem("signed-out");
    const wait = requests.take(String(session.id));
    if (wait > 0) throw new Problem("too-many", wait);
    if (access === "signedIn") return outsider(session);
    if (access === "fan") {
      const fan = await reads.fanOf(session.id);
      if (fan === null) throw new Problem("not-a-fan");
      return { ...outsider(session), fan };
    }
    const role = await roleOf(session.id);
    const rights = rightsOf(role, settings.current().rights);
    if (!rights[access.team]) throw new Problem("forbidden");
    return { session, role, rights, fan: NO_FAN };
  };
}

/** Somebody who has not been asked whether they are of the team. */
function outsider(session: Session): Caller {
  return { session, role: "stranger", rights: NO_RIGHTS, fan: NO_FAN };
}

/** The names of what a role may do. */
export function permissionsOf(rights: Rights): Permission[] {
  return PERMISSIONS.filter((name) => rights[name]);
}
