import { describe, expect, test } from "bun:test";
import { findSecrets } from "./secret-scan.ts";

// Put together at run time, so that the scan of this very file stays quiet.
const dashes = "-".repeat(5);
const letters = "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789";
const samples: readonly (readonly [string, string])[] = [
  ["Telegram bot token", `110201543:${letters.slice(0, 35)}`],
  ["Stripe key", `sk_live_${letters}`],
  ["Stripe key", `sk_test_${letters}`],
  ["Stripe key", `rk_live_${letters}`],
  ["Stripe webhook secret", `whsec_${letters}`],
  ["Anthropic key", `sk-ant-api03-${letters}`],
  ["private key", `${dashes}BEGIN RSA PRIVATE KEY${dashes}`],
  ["private key", `${dashes}BEGIN PRIVATE KEY${dashes}`],
];

describe("the secret scan", () => {
  test.each(samples)("finds a %s", (kind, value) => {
    expect(findSecrets(`const key = "${value}";`)).toEqual([{ line: 1, kind }]);
  });

  test("names the line and never the value", () => {
    const findings = findSecrets(`a\nb\nkey: sk_live_${letters}\n`);
    expect(findings).toEqual([{ line: 3, kind: "Stripe key" }]);
    expect(JSON.stringify(findings)).not.toContain(letters);
  });

  test.each([
    ["on its own line", `const key = "sk_test_${letters}"; // secret-scan: fake`],
    ["on the line above", `// secret-scan: fake\nconst key = "sk_test_${letters}";`],
  ])("lets a fake pass that is marked %s", (_place, text) => {
    expect(findSecrets(text)).toEqual([]);
  });

  test("a mark covers one line, not the rest of the file", () => {
    const text = `// secret-scan: fake\nconst a = 1;\nconst key = "sk_test_${letters}";`;
    expect(findSecrets(text)).toEqual([{ line: 3, kind: "Stripe key" }]);
  });

  test.each([
    "BOT_TOKEN=123456:replace-me",
    "STRIPE_API_KEY=sk_test_...",
    "whsec_ is how the secret begins",
    "update 110201543:17",
  ])("says nothing about %p", (text) => {
    expect(findSecrets(text)).toEqual([]);
  });
});
