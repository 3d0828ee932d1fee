import { describe, expect, test } from "bun:test";

async function run(env: Record<string, string>) {
  const started = Bun.spawn([process.execPath, "src/main.ts"], {
    env,
    stdout: "pipe",
    stderr: "pipe",
  });
  const [stdout, stderr, code] = await Promise.all([
    new Response(started.stdout).text(),
    new Response(started.stderr).text(),
    started.exited,
  ]);
  return { stdout, stderr, code };
}

describe("the server", () => {
  test("that cannot use its environment says why, one line each, and exits with 1", async () => {
    const { stdout, stderr, code } = await run({ ADMIN_CHAT_ID: "me", PORT: "80000" });
    expect(code).toBe(1);
    expect(stdout).toBe("");
    expect(stderr.trim().split("\n")).toEqual([
      expect.stringMatching(/^BOT_TOKEN is missing: /),
      expect.stringMatching(/^ADMIN_CHAT_ID is not as expected: /),
      expect.stringMatching(/^ADMIN_GROUP_IDS is missing: /),
      expect.stringMatching(/^PORT is not as expected: /),
    ]);
  });

  test("that cannot reach its database says so in its log and exits with 1", async () => {
    const { stdout, code } = await run({
      BOT_TOKEN: "7000000001:secret-secret-secret-secret",
      ADMIN_CHAT_ID: "501",
      ADMIN_GROUP_IDS: "-1002000000001",
      DATABASE_URL: "postgres://app:hunter2@127.0.0.1:1/app",
      PORT: "0",
    });
    expect(code).toBe(1);
    const lines = stdout.trim().split("\n");
    expect(lines.map((line) => JSON.parse(line).message)).toContain("did not start");
    expect(stdout).not.toContain("hunter2");
    expect(stdout).not.toContain("secret-secret");
  });
});
