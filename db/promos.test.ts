// Codes as the team makes them, and claims on them: how many, by whom, and at the same moment.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { startNode, type TestNode, turn, wake } from "#actors/kernel/store-contract-world.ts";
import { claimPromo, type PromoClaim } from "./books.ts";
import { type Database, openDatabase } from "./client.ts";
import { createPromo, listPromos, type NewPromo, switchOffPromo } from "./promos.ts";
import { createStore } from "./store.ts";
import { SILENT, type TestDatabase, testDatabase } from "./testing.ts";

const AT = 1_700_000_000_000;
const OWNER = { id: 5_000_000_000, name: "Zoë" };
const SPRING: NewPromo = {
  code: "SPRING",
  kind: "percent",
  value: 20,
  maxUses: null,
  maxUsesPerFan: 1,
  startsAt: null,
  endsAt: null,
};

let home: TestDatabase;
let database: Database;
let node: TestNode;
let claims = 0;

beforeAll(async () => {
  home = await testDatabase();
  database = openDatabase(home.url);
  const store = createStore(database, "node-a", SILENT);
  node = await startNode({
    node: () => ({ store, leases: store }),
    lapse: () => Promise.resolve(),
    fan: () => Promise.resolve(null),
    stop: () => Promise.resolve(),
  });
  for (const key of ["1", "2", "3", "4", "5"]) await turn(node, await wake(node, key));
});
afterAll(async () => {
  await database.close();
  await home.drop();
});
beforeEach(async () => {
  await database.sql.unsafe(`
    set local session_replication_role = replica;
    delete from promo_uses; delete from promo_codes`);
});

async function claim(fanId: number, parts: Partial<PromoClaim> = {}) {
  claims += 1;
  const all = { fanId, code: "SPRING", at: AT, claimId: claims, earlierUses: 0, ...parts };
  const answer = await claimPromo(database, all);
  return answer.type === "promoRefused" ? answer.why : answer;
}

const make = (parts: Partial<NewPromo> = {}) =>
  createPromo(database, { ...SPRING, ...parts }, OWNER, AT);
const uses = async () => (await listPromos(database, 10))[0]?.uses;

describe("a code", () => {
  test("is made once, listed, switched off, and each of it audited", async () => {
    expect(await make({ startsAt: AT, endsAt: AT + 5 })).toBe(true);
    expect(await make({ value: 90 })).toBe(false);
    expect(await switchOffPromo(database, "SPRING", OWNER, AT + 1)).toBe(true);
    expect(await switchOffPromo(database, "SPRING", OWNER, AT + 2)).toBe(false);
    expect(await listPromos(database, 10)).toEqual([
      { ...SPRING, startsAt: AT, endsAt: AT + 5, uses: 0, isActive: false, createdAt: AT },
    ]);
    const audit = await database.sql`select by_name, act, detail from audit_log order by id`;
    expect(audit).toMatchObject([
      { by_name: "Zoë", act: "promo", detail: { code: "SPRING", value: 20 } },
      { by_name: "Zoë", act: "promoOff", detail: { code: "SPRING", uses: 0 } },
    ]);
  });

  test.each<[string, Partial<NewPromo>]>([
    ["the whole price off", { value: 100 }],
    ["nothing", { value: 0 }],
    ["a name in lower case", { code: "spring" }],
    ["an end before its beginning", { startsAt: AT, endsAt: AT }],
    ["no use", { maxUses: 0 }],
  ])("with %s is refused", async (_what, parts) => {
    expect(await make(parts).catch((error: unknown) => error)).toBeInstanceOf(Error);
    expect(await listPromos(database, 10)).toEqual([]);
  });
});

describe("a claim", () => {
  test("counts what the fan had of the code in lives that were erased", async () => {
    await make({ maxUsesPerFan: 2 });
    expect(await claim(1, { earlierUses: 2 })).toBe("usedByYou");
    expect(await claim(1, { earlierUses: 1 })).toMatchObject({ type: "promo" });
    expect(await claim(1, { earlierUses: 1 })).toBe("usedByYou");
    expect(await uses()).toBe(1);
  });

  test("answers what the code gives, and counts", async () => {
    await make({ endsAt: AT + 1000 });
    expect(await claim(1, { code: "Spring" })).toEqual({
      type: "promo",
      promo: { code: "SPRING", kind: "percent", value: 20, until: AT + 1000 },
    });
    expect(await uses()).toBe(1);
  });

  test("made again with the same id is the same claim, whatever has become of the code", async () => {
    await make({ maxUses: 3, maxUsesPerFan: 2 });
    const first = await claim(1, { claimId: 77 });
    expect(await claim(1, { claimId: 77 })).toEqual(first);
    await switchOffPromo(database, "SPRING", OWNER, AT);
    expect(await claim(1, { claimId: 77 })).toEqual(first);
    expect(await uses()).toBe(1);
  });

  test("is refused with the reason", async () => {
    expect(await claim(1)).toBe("unknown");
    await make({ maxUses: 2, startsAt: AT, endsAt: AT + 10 });
    expect(await claim(404)).toBe("unknown");
    expect(await claim(1, { at: AT - 1 })).toBe("unknown");
    expect(await claim(1, { at: AT + 10 })).toBe("expired");
    expect(await claim(1)).toMatchObject({ type: "promo" });
    expect(await claim(1)).toBe("usedByYou");
    expect(await claim(2, { at: AT + 9 })).toMatchObject({ type: "promo" });
    expect(await claim(3)).toBe("usedUp");
    await switchOffPromo(database, "SPRING", OWNER, AT);
    expect(await claim(3)).toBe("expired");
    expect(await uses()).toBe(2);
  });

  test("may be made again by a fan as often as the code says", async () => {
    await make({ maxUsesPerFan: 2 });
    const answers = [await claim(1), await claim(1), await claim(1)];
    expect(answers.map((answer) => (typeof answer === "string" ? answer : "promo"))).toEqual([
      "promo",
      "promo",
      "usedByYou",
    ]);
  });

  test("takes the last use of a code from nobody else at the same moment", async () => {
    for (let round = 0; round < 10; round += 1) {
      const code = `RUSH${round}`;
      await make({ code, maxUses: 2 });
      const answers = await Promise.all([1, 2, 3, 4, 5].map((fanId) => claim(fanId, { code })));
      expect(answers.filter((answer) => answer === "usedUp")).toHaveLength(3);
      const rows = await database.sql`select from promo_uses where code = ${code}`;
      expect(rows).toHaveLength(2);
    }
  });

  test("counts once for a fan who makes several at the same moment, or one several times", async () => {
    for (let round = 0; round < 10; round += 1) {
      const code = `TWICE${round}`;
      await make({ code });
      const same = 1000 + round;
      const answers = await Promise.all([
        claim(1, { code, claimId: same }),
        claim(1, { code, claimId: same }),
        claim(2, { code }),
        claim(2, { code }),
      ]);
      expect(answers.filter((answer) => answer === "usedByYou")).toHaveLength(1);
      const [row] = await database.sql`select uses from promo_codes where code = ${code}`;
      expect(row).toEqual({ uses: 2 });
    }
  });
});
