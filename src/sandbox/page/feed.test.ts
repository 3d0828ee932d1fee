import { describe, expect, test } from "bun:test";
import { state } from "#src/sandbox/page/testing/samples.ts";
import type { State } from "#src/sandbox/protocol.ts";
import { type FeedPorts, openFeed } from "./feed.ts";

/** A sandbox whose answers are given by hand. */
function bench(): {
  readonly feed: FeedPorts;
  readonly reads: PromiseWithResolvers<State>[];
  readonly timers: (() => void)[];
  readonly change: () => void;
  readonly breakLine: () => void;
  readonly isSubscribed: () => boolean;
} {
  const reads: PromiseWithResolvers<State>[] = [];
  const timers: (() => void)[] = [];
  let onChange = (): void => {};
  let onLost = (): void => {};
  let isSubscribed = false;
  return {
    reads,
    timers,
    change: () => onChange(),
    breakLine: () => onLost(),
    isSubscribed: () => isSubscribed,
    feed: {
      readState() {
        const answer = Promise.withResolvers<State>();
        reads.push(answer);
        return answer.promise;
      },
      subscribe(changed, lost) {
        isSubscribed = true;
        onChange = changed;
        onLost = lost;
        return () => {
          isSubscribed = false;
        };
      },
      after(_ms, then) {
        timers.push(then);
        return () => timers.splice(timers.indexOf(then), 1);
      },
    },
  };
}

/** Lets every settled promise be heard. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("the feed", () => {
  test("reads once at the start, without waiting for a change", async () => {
    const { feed, reads } = bench();
    const seen: number[] = [];
    openFeed(feed, { onState: (one) => seen.push(one.now), onLost() {} });
    reads[0]?.resolve(state({ now: 1 }));
    await settle();
    expect(seen).toEqual([1]);
    expect(reads).toHaveLength(1);
  });

  test("a burst of changes during a read costs one more read, and its answer is drawn last", async () => {
    const { feed, reads, change } = bench();
    const seen: number[] = [];
    openFeed(feed, { onState: (one) => seen.push(one.now), onLost() {} });
    for (let index = 0; index < 50; index++) change();
    reads[0]?.resolve(state({ now: 1 }));
    await settle();
    reads[1]?.resolve(state({ now: 2 }));
    await settle();
    expect(seen).toEqual([1, 2]);
    expect(reads).toHaveLength(2);
  });

  test("a read that fails says so and is tried again later", async () => {
    const { feed, reads, timers } = bench();
    const heard: string[] = [];
    openFeed(feed, { onState: () => heard.push("state"), onLost: () => heard.push("lost") });
    reads[0]?.reject(new Error("refused"));
    await settle();
    expect(heard).toEqual(["lost"]);
    timers[0]?.();
    reads[1]?.resolve(state());
    await settle();
    expect(heard).toEqual(["lost", "state"]);
    expect(timers).toHaveLength(0);
  });

  test("a broken line is told once at a time and leaves one retry waiting", () => {
    const { feed, timers, breakLine } = bench();
    openFeed(feed, { onState() {}, onLost() {} });
    breakLine();
    breakLine();
    expect(timers).toHaveLength(1);
  });

  test("once closed nothing is drawn any more and the line is given back", async () => {
    const { feed, reads, isSubscribed } = bench();
    const seen: number[] = [];
    const close = openFeed(feed, { onState: (one) => seen.push(one.now), onLost() {} });
    close();
    reads[0]?.resolve(state());
    await settle();
    expect(seen).toEqual([]);
    expect(isSubscribed()).toBe(false);
  });
});
