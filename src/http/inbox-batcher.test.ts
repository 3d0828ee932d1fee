import { describe, expect, test } from "bun:test";
import type { Arrival } from "#actors/kernel/envelope.ts";
import { VirtualClock } from "#actors/sim/virtual-clock.ts";
import { createInboxBatcher, OverloadedError } from "./inbox-batcher.ts";

type Ids = readonly (number | null)[];

function arrival(dedupeKey: string, lane: "normal" | "urgent" = "normal"): Arrival {
  const address = { kind: "conversation", key: dedupeKey } as const;
  return { dedupeKey, address, lane, at: 0, body: "{}", raw: null };
}

/** A store whose inserts wait until the test answers them. */
function world() {
  const inserts: {
    readonly keys: readonly string[];
    readonly answer: PromiseWithResolvers<Ids>;
  }[] = [];
  const nudged: string[] = [];
  const clock = new VirtualClock();
  const append = createInboxBatcher(
    {
      append: (arrivals) => {
        const answer = Promise.withResolvers<Ids>();
        inserts.push({ keys: arrivals.map((each) => each.dedupeKey), answer });
        return answer.promise;
      },
    },
    { nudge: (address, urgent) => void nudged.push(`${address.key}${urgent ? "!" : ""}`) },
    clock,
  );
  const answer = async (ids: Ids): Promise<void> => {
    inserts.at(-1)?.answer.resolve(ids);
    await clock.drain();
  };
  const fail = async (): Promise<void> => {
    inserts.at(-1)?.answer.reject(new Error("connection lost"));
    await clock.drain();
  };
  return { append, inserts, nudged, clock, answer, fail };
}

const keysOf = (inserts: readonly { readonly keys: readonly string[] }[]): unknown =>
  inserts.map(({ keys }) => keys.join(" "));

describe("the inbox batcher", () => {
  test("writes a lone arrival at once", () => {
    const { append, inserts } = world();
    void append([arrival("a")]);
    expect(keysOf(inserts)).toEqual(["a"]);
  });

  test("puts what arrives during an insert into the next one, in order", async () => {
    const { append, inserts, answer } = world();
    const first = append([arrival("a")]);
    const others = [append([arrival("b"), arrival("c")]), append([arrival("d")])];
    expect(keysOf(inserts)).toEqual(["a"]);
    await answer([1]);
    expect(keysOf(inserts)).toEqual(["a", "b c d"]);
    await answer([2, null, 3]);
    expect(await Promise.all([first, ...others])).toEqual([[1], [2, null], [3]]);
  });

  test("answers nobody before the commit, and nudges for new rows only", async () => {
    const { append, nudged, answer } = world();
    const settled: Ids[] = [];
    const work = append([arrival("a", "urgent"), arrival("b")]);
    const watch = work.then((ids) => settled.push(ids));
    await Promise.resolve();
    expect([settled, nudged]).toEqual([[], []]);
    await answer([1, null]);
    await watch;
    expect([settled, nudged]).toEqual([[[1, null]], ["a!"]]);
  });

  test("bounds an insert at 500 rows", async () => {
    const { append, inserts, answer } = world();
    void append([arrival("first")]);
    for (let i = 0; i < 501; i += 1) void append([arrival(String(i))]);
    await answer([1]);
    expect(inserts.at(-1)?.keys).toHaveLength(500);
  });

  test("tries neighbours of a row that cannot be stored alone", async () => {
    const { append, inserts, answer, fail } = world();
    void append([arrival("first")]);
    const results = Promise.allSettled(
      ["good", "poison", "fine"].map((key) => append([arrival(key)])),
    );
    await answer([1]);
    await fail();
    await answer([2]);
    await fail();
    await answer([3]);
    expect(keysOf(inserts)).toEqual(["first", "good poison fine", "good", "poison", "fine"]);
    expect((await results).map(({ status }) => status)).toEqual([
      "fulfilled",
      "rejected",
      "fulfilled",
    ]);
  });

  test("gives up the rest when it is the store that fails, and works again after it", async () => {
    const { append, inserts, answer, fail } = world();
    void append([arrival("first")]);
    const results = Promise.allSettled(["a", "b", "c", "d"].map((key) => append([arrival(key)])));
    await answer([1]);
    await fail();
    await fail();
    await fail();
    expect((await results).every(({ status }) => status === "rejected")).toBe(true);
    const later = append([arrival("e")]);
    expect(keysOf(inserts)).toEqual(["first", "a b c d", "a", "b", "e"]);
    await answer([9]);
    expect(await later).toEqual([9]);
  });

  test("takes an insert without an answer for lost after ten seconds", async () => {
    const { append, inserts, clock } = world();
    const work = append([arrival("a")]).catch((error: Error) => error.name);
    await clock.advance(10_000);
    expect(await work).toBe("AppendTimeoutError");
    void append([arrival("b")]);
    expect(keysOf(inserts)).toEqual(["a", "b"]);
  });

  test("refuses more than ten thousand waiting rows", async () => {
    const { append } = world();
    void append([arrival("first")]);
    void append(Array.from({ length: 10_000 }, (_, i) => arrival(String(i))));
    const refused = await append([arrival("one more")]).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(OverloadedError);
  });
});
