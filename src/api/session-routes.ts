// Signing in and staying signed in.
//
// The same `initData` may sign in again for as long as it is fresh: a phone throws the page away and
// loads it anew with what Telegram gave it once, and refusing that would lock honest people out. What
// a thief of it could do ends with its ten minutes; how often anybody may try is counted.
import { Elysia } from "elysia";
import { rightsOf } from "#actors/kernel/team.ts";
import { addressOf } from "./address.ts";
import { createAllowance } from "./allowance.ts";
import { type Guard, permissionsOf } from "./guard.ts";
import { initDataReader } from "./init-data.ts";
import type { ApiParts } from "./parts.ts";
import { Problem, REFUSALS } from "./problem.ts";
import { Me, SessionGranted, SignIn } from "./schemas.ts";
import type { Sessions } from "./sessions.ts";

const SIGN_INS_OF_ADDRESS = { burst: 20, perMinute: 20, keysMax: 10_000 } as const;
const SIGN_INS_OF_PERSON = { burst: 10, perMinute: 10, keysMax: 10_000 } as const;
const SIGN_INS = { burst: 500, perMinute: 3_000, keysMax: 1 } as const;

/** Sign-in, renewal, and who one is. @param peerOf the address at the other end of the connection. */
export function sessionRoutes(
  guard: Guard,
  parts: ApiParts,
  sessions: Sessions,
  peerOf: (request: Request) => string | null,
) {
  const { clock, reads, roleOf, settings } = parts;
  const readInitData = initDataReader({ botToken: parts.botToken, keys: parts.telegramKeys });
  const ofAddress = createAllowance(SIGN_INS_OF_ADDRESS, clock);
  const ofPerson = createAllowance(SIGN_INS_OF_PERSON, clock);
  const ofAll = createAllowance(SIGN_INS, clock);
  const count = (wait: number): void => {
    if (wait > 0) throw new Problem("too-many", wait);
  };
  return new Elysia({ name: "session", tags: ["session"] })
    .use(guard)
    .post(
      "/session",
      ({ body, request }) => {
        count(ofAddress.take(addressOf(request, peerOf(request))));
        count(ofAll.take("all"));
        const now = clock.now();
        const data = readInitData(body.initData, now);
        if (data.type === "invalid") throw new Problem("init-data-invalid");
        if (data.type === "old") throw new Problem("init-data-old");
        count(ofPerson.take(String(data.visitor.id)));
        return sessions.begin(data.visitor, now);
      },
      { access: "public", body: SignIn, response: { 200: SessionGranted, ...REFUSALS } },
    )
    .post(
      "/session/renewal",
      ({ caller }) => {
        const granted = sessions.renew(caller.session, clock.now());
        if (granted === null) throw new Problem("signed-out");
        return granted;
      },
      { access: "signedIn", response: { 200: SessionGranted, ...REFUSALS } },
    )
    .get(
      "/me",
      async ({ caller: { session } }) => {
        const [role, fan] = await Promise.all([roleOf(session.id), reads.fanOf(session.id)]);
        const isTeam = role !== "stranger" && role !== "anonymous";
        const rights = rightsOf(role, settings.current().rights);
        return {
          id: session.id,
          name: session.name,
          isFan: fan !== null,
          role: isTeam ? role : null,
          permissions: isTeam ? permissionsOf(rights) : [],
        };
      },
      { access: "signedIn", response: { 200: Me, ...REFUSALS } },
    );
}
