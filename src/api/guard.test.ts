import { expect, test } from "bun:test";
import { Elysia } from "elysia";
import { systemClock } from "#src/clock.ts";
import { createGuard } from "./guard.ts";
import type { ApiParts } from "./parts.ts";
import { Problem } from "./problem.ts";
import { createSeal } from "./seal.ts";
import { createSessions } from "./sessions.ts";

test("a route that declares nothing serves nobody, signed in or not", async () => {
  const sessions = createSessions(createSeal("1:token", "session"));
  const parts = { clock: systemClock } as unknown as ApiParts;
  const { guard, requireGuard } = createGuard(parts, sessions);
  const app = new Elysia()
    .onError(({ error }) => (error instanceof Problem ? error.code : "broken"))
    .onBeforeHandle(requireGuard)
    .use(guard)
    .get("/forgotten", () => "words of a fan")
    .get("/declared", () => "for all", { access: "public" });
  const { token } = sessions.begin({ id: 1, firstName: "Mia" }, systemClock.now());
  const ask = async (path: string, headers = {}): Promise<string> => {
    const response = await app.fetch(new Request(`http://localhost${path}`, { headers }));
    return await response.text();
  };
  expect(await ask("/forgotten")).toBe("forbidden");
  expect(await ask("/forgotten", { authorization: `Bearer ${token}` })).toBe("forbidden");
  expect(await ask("/declared")).toBe("for all");
});
