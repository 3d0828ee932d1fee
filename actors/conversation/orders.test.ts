import { describe, expect, test } from "bun:test";
import type { TeamOrder } from "#actors/kernel/order.ts";
import type { DeskSay } from "#actors/kernel/say-desk.ts";
import type { Teammate } from "#actors/kernel/team.ts";
import { dutyOf } from "./duty/state.ts";
import { cleo, TEAM, viewer } from "./duty/test-team.ts";
import { paymentFact } from "./money/test-kit.ts";
import { ben, boss, content, type Heard, OPEN_SHOP, passerby, settled, Talk } from "./test-kit.ts";

const DESK = "9000";

function order(talk: Talk, what: TeamOrder, by: Teammate = boss): Heard {
  return talk.hear({ type: "teamOrder", by, order: what, deskKey: DESK });
}

/** What the desk is told: the key of the topic's words, or of its own. */
function result(heard: Heard): string {
  const mine = heard.effects("send").filter(({ to }) => to.key === DESK);
  const words = mine.map(({ body }) => JSON.parse(body) as { say: DeskSay; as: string });
  const [word] = words.filter(({ as }) => as === "result");
  if (word === undefined) throw new Error("the desk was told nothing");
  return word.say.key === "fromTopic" ? word.say.with.say.key : word.say.key;
}

describe("an order", () => {
  const orders: readonly (readonly [TeamOrder, string])[] = [
    [{ act: "credits", credits: 5, reason: "sorry" }, "gifted"],
    [{ act: "credits", credits: -5, reason: "" }, "adjusted"],
    [{ act: "time", seconds: 3600, reason: "" }, "giftedTime"],
    [{ act: "ban" }, "bannedBy"],
    [{ act: "tier", tier: "vip" }, "tierSet"],
    [{ act: "note", text: "likes cats" }, "noted"],
    [{ act: "tags", tags: ["one", "two"] }, "tags"],
    [{ act: "assign", toId: 9002 }, "assigned"],
    [{ act: "pin", isPinned: true }, "pinned"],
    [{ act: "priority", level: "high" }, "prioritySet"],
    [{ act: "snooze", seconds: 3600 }, "snoozed"],
    [{ act: "close" }, "closed"],
    [{ act: "reply", content: content("text", "hi there") }, "panelReply"],
  ];

  test.each(orders)("%j is carried out, said in the topic and to the desk", (what, key) => {
    const talk = settled({ team: TEAM });
    const heard = order(talk, what);
    expect(result(heard)).toBe(key);
    expect(heard.toldTeam).toEqual([key as never]);
  });

  test.each(orders)("%j is refused to somebody who only looks, and to strangers", (what) => {
    for (const by of [viewer, passerby]) {
      const talk = settled({ team: TEAM });
      const before = talk.state;
      const heard = order(talk, what, by);
      expect(result(heard)).toBe("notAllowed");
      expect(heard.verbs).toEqual(["send"]);
      expect(talk.state).toEqual(before);
    }
  });

  test.each(orders)("%j finds nobody to act on once the fan is erased", (what) => {
    const talk = settled({ team: TEAM });
    order(talk, { act: "erase" });
    expect(result(order(talk, what))).toBe("fanErased");
  });

  test("of nobody that anybody knows changes nothing", () => {
    const talk = new Talk({ team: TEAM });
    expect(result(order(talk, { act: "ban" }))).toBe("fanErased");
  });

  test("that is done already says so, and is not told in the topic again", () => {
    const talk = settled({ team: TEAM });
    order(talk, { act: "pin", isPinned: true });
    const again = order(talk, { act: "pin", isPinned: true }, ben);
    expect(result(again)).toBe("pinnedAlready");
    expect(again.toldTeam).toEqual([]);
  });

  test("without a desk that waits is answered to nobody", () => {
    const talk = settled({ team: TEAM });
    const heard = talk.hear({
      type: "teamOrder",
      by: boss,
      order: { act: "pin", isPinned: true },
      deskKey: null,
    });
    expect(heard.effects("send")).toEqual([]);
    expect(dutyOf(talk.state).isPinned).toBe(true);
  });
});

describe("credits and time from the panel", () => {
  test("stay within what the role may give, and what is there to take", () => {
    const talk = settled({ team: TEAM });
    expect(result(order(talk, { act: "credits", credits: 21, reason: "" }, cleo))).toBe(
      "boundReached",
    );
    expect(result(order(talk, { act: "credits", credits: 20, reason: "" }, cleo))).toBe("gifted");
    expect(result(order(talk, { act: "credits", credits: -21, reason: "" }, cleo))).toBe(
      "boundReached",
    );
    expect(result(order(talk, { act: "credits", credits: -100_000, reason: "" }))).toBe(
      "adjustUsage",
    );
    expect(result(order(talk, { act: "credits", credits: 0, reason: "" }))).toBe("adjustUsage");
  });

  test("take back no more time than is left, and the fan is told", () => {
    const talk = settled({ team: TEAM });
    order(talk, { act: "time", seconds: 3600, reason: "" });
    const heard = order(talk, { act: "time", seconds: -7200, reason: "a slip" });
    expect(heard.toldFan).toEqual(["timeTaken"]);
    expect(heard.rows("ledger")[0]).toMatchObject({ kind: "adjustment", seconds: -3600 });
    expect(talk.state.session).toBeNull();
    expect(result(order(talk, { act: "time", seconds: -60, reason: "" }))).toBe("giftUsage");
  });
});

describe("a refund from the panel", () => {
  test("is asked for once, up to what was paid and what the role may", () => {
    const talk = settled({ ...OPEN_SHOP, team: TEAM });
    const purchase = talk.begins();
    talk.says(paymentFact(purchase));
    const refund = (amount: number): TeamOrder => ({
      act: "refund",
      purchaseId: purchase.id,
      amount,
    });
    expect(result(order(talk, refund(purchase.amount), cleo))).toBe("notAllowed");
    const asked = order(talk, refund(purchase.amount));
    expect(result(asked)).toBe("refundAsked");
    expect(asked.effect("refundPayment").amount).toBe(purchase.amount);
    expect(result(order(talk, refund(purchase.amount)))).toBe("nothingToGiveBack");
    expect(result(order(talk, { act: "refund", purchaseId: "none", amount: 1 }))).toBe(
      "nothingToGiveBack",
    );
  });
});

describe("an answer from the panel", () => {
  test("goes to the fan as a message of its own, and is a row", () => {
    const talk = settled({ team: TEAM });
    const heard = order(talk, { act: "reply", content: content("text", "hi") }, cleo);
    expect(heard.effect("reply")).toMatchObject({ topicMessageIds: [], content: { text: "hi" } });
    expect(heard.rows("message")[0]).toMatchObject({ direction: "out", byId: cleo.id });
    const refused = talk.refused(heard, "reply", "bad-request");
    expect(refused.toldTeam).toEqual(["undelivered"]);
    expect(refused.rows("messageChange")[0]?.status).toBe("failed");
  });

  test("is not sent while somebody else holds the conversation", () => {
    const talk = settled({ team: TEAM });
    talk.team("hi", { by: ben });
    const heard = order(talk, { act: "reply", content: content("text", "hi") }, cleo);
    expect(result(heard)).toBe("heldElsewhere");
    expect(heard.effects("reply")).toEqual([]);
  });

  test.each(["/lock-3", "/lock 3", "/tmp/x", "// he is nice"])(
    "that begins with a slash (%j) is for the team, and not sent",
    (text) => {
      const talk = settled({ team: TEAM });
      const heard = order(talk, { act: "reply", content: content("photo", text) });
      expect(result(heard)).toBe("unknownCommand");
      expect(heard.effects("reply")).toEqual([]);
    },
  );

  test("to a banned fan says why not", () => {
    const talk = settled({ team: TEAM });
    order(talk, { act: "ban" });
    const heard = order(talk, { act: "reply", content: content("text", "hi") });
    expect(result(heard)).toBe("undelivered");
    expect(heard.effects("reply")).toEqual([]);
  });
});

describe("a tier from the panel", () => {
  test("holds whatever is spent, until it is given back to that", () => {
    const talk = settled({ team: TEAM });
    order(talk, { act: "tier", tier: "vip" });
    talk.writes("hi");
    expect(talk.state.tier).toBe("vip");
    order(talk, { act: "tier", tier: null });
    talk.writes("hi");
    expect(talk.state.tier).toBe("new");
  });
});

test("an erasure from the panel is audited, told to the fan, and done once", () => {
  const talk = settled({ team: TEAM });
  expect(result(order(talk, { act: "erase" }, cleo))).toBe("notAllowed");
  const heard = order(talk, { act: "erase" });
  expect(result(heard)).toBe("fanErasedBy");
  expect(heard.rows("audit")[0]).toMatchObject({ act: "erase", byId: boss.id });
  expect(heard.rows("erase")).toHaveLength(1);
  expect(heard.toldFan).toEqual(["erased"]);
  expect(result(order(talk, { act: "erase" }))).toBe("fanErased");
});
