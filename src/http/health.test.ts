import { describe, expect, test } from "bun:test";
import { VirtualClock } from "#actors/sim/virtual-clock.ts";
import { healthOf } from "./health.ts";

function world() {
  const clock = new VirtualClock();
  const answers: PromiseWithResolvers<readonly never[]>[] = [];
  const isHealthy = healthOf(
    {
      query: () => {
        const answer = Promise.withResolvers<readonly never[]>();
        answers.push(answer);
        return answer.promise;
      },
    },
    clock,
  );
  return { clock, answers, isHealthy };
}

describe("health", () => {
  test("is whether the store answers", async () => {
    const { answers, isHealthy, clock } = world();
    const good = isHealthy();
    answers[0]?.resolve([]);
    expect(await good).toBe(true);
    await clock.advance(1_000);
    const bad = isHealthy();
    answers[1]?.reject(new Error("connection lost"));
    expect(await bad).toBe(false);
  });

  test("asks once a second, however often it is asked", async () => {
    const { answers, isHealthy, clock } = world();
    const asked = Array.from({ length: 50 }, () => isHealthy());
    answers[0]?.resolve([]);
    await Promise.all(asked);
    await clock.advance(999);
    void isHealthy();
    expect(answers).toHaveLength(1);
    await clock.advance(1);
    void isHealthy();
    expect(answers).toHaveLength(2);
  });

  test("does not wait for a store that hangs", async () => {
    const { isHealthy, clock } = world();
    const answer = isHealthy();
    await clock.advance(2_000);
    expect(await answer).toBe(false);
  });
});
