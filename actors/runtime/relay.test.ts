import { describe, expect, test } from "bun:test";
import { MemoryDatabase } from "#actors/sim/memory-store.ts";
import { VirtualClock } from "#actors/sim/virtual-clock.ts";
import { fan, type Ground, post, react, Stage, type StageOptions } from "./relay-test-kit.ts";

function ground(): Ground & { clock: VirtualClock; db: MemoryDatabase } {
  const clock = new VirtualClock();
  const db = new MemoryDatabase(() => clock.now());
  return { clock, db, store: db.store("n1"), outbox: db.outbox };
}

async function started(options: StageOptions = {}) {
  const world = ground();
  const stage = new Stage(world, options);
  await stage.relay.start();
  await world.clock.drain();
  return { ...world, stage };
}

describe("delivery", () => {
  test("an effect that is released is called and settled", async () => {
    const { clock, stage } = await started();
    stage.turn(fan(7), [post(1), react(1)]);
    await clock.advance(100);
    expect([stage.said, stage.pending]).toEqual([["1", "👌1"], []]);
    expect(stage.relay.stats()).toMatchObject({ lanes: 0, effects: 0, calls: 0, unsettled: 0 });
  });
});
