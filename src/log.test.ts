import { describe, expect, test } from "bun:test";
import { createTelegramApi } from "#src/telegram/api.ts";
import { errorWords } from "./errors.ts";
import { createLog } from "./log.ts";

// secret-scan: fake
const TOKEN = "7000000001:AAF-sEcReT_sEcReT_sEcReT_sEcReT_sEc";

function logged(write: (log: ReturnType<typeof createLog>) => void, level = "info"): string {
  let lines = "";
  write(
    createLog({ level, instanceId: "one" }, (line) => {
      lines += line;
    }),
  );
  return lines;
}

describe("the log", () => {
  test("is one JSON object a line, with the instance, the level in words and the time", () => {
    const line = JSON.parse(logged((log) => log.warn({ updateId: 7 }, "put off")));
    expect(line).toMatchObject({ level: "warn", instance: "one", updateId: 7, message: "put off" });
    expect(new Date(line.time).toISOString()).toBe(line.time);
  });

  test("keeps what is below its level to itself", () => {
    expect(logged((log) => log.info({}, "chatter"), "warn")).toBe("");
  });

  test.each([
    [`https://api.telegram.org/bot${TOKEN}/sendMessage`, TOKEN.slice(11)],
    [`the token is ${TOKEN}`, TOKEN.slice(11)],
    ["sk_live_51Habcdefghijk", "51Habc"],
    ["rk_test_51Habcdefghijk", "51Habc"],
    ["whsec_abcdefghijklmn", "abcdefgh"],
    ["sk-ant-api03-abcdefghij", "abcdefgh"],
    ["postgres://app:hunter2@db.internal/app", "hunter2"],
    ["rediss://default:hunter2@redis.internal", "hunter2"],
  ])("blots what looks like a secret: %s", (text, secret) => {
    const line = logged((log) => log.info({ field: text }, text));
    expect(line).not.toContain(secret);
    expect(JSON.parse(line).level).toBe("info");
  });

  test("says nothing of a call that was refused or could not be made", async () => {
    using refusing = Bun.serve({
      port: 0,
      fetch: () => Response.json({ ok: false, error_code: 400, description: "Bad Request: why" }),
    });
    for (const root of ["http://127.0.0.1:1", `http://127.0.0.1:${refusing.port}`]) {
      const api = createTelegramApi({ token: TOKEN, root, timeoutMs: 1_000 });
      const call = api.sendMessage({ chat_id: 1, text: "private words" });
      const error = await call.catch((reason: unknown) => reason);
      const lines = logged((log) => {
        log.error({ error }, errorWords(error));
        log.error(error);
      });
      expect(lines).not.toContain(TOKEN.slice(11));
      expect(lines).not.toContain("private words");
    }
  });

  test("says why a statement failed, not what was in it", () => {
    const cause = Object.assign(new Error("duplicate key value"), { code: "23505" });
    const failed = new Error("Failed query: insert … params: private words", { cause });
    expect(errorWords(failed)).toBe("Error 23505: duplicate key value");
  });
});
