import { describe, expect, test } from "bun:test";
import type { Arrival } from "#actors/kernel/envelope.ts";
import { exerciseService } from "#actors/kernel/service-contract.ts";
import { VirtualClock } from "#actors/sim/virtual-clock.ts";
import { WatchMessage } from "#actors/watch/message.ts";
import { createIncidents, type Incident } from "./incidents.ts";

function world() {
  const clock = new VirtualClock();
  const stored: Arrival[] = [];
  const store = { isDown: false };
  const incidents = createIncidents({
    append: async (arrivals) => {
      if (store.isDown) throw new Error("connection lost");
      stored.push(...arrivals);
      return arrivals.map((_, i) => i + 1);
    },
    clock,
    nodeId: "node-1",
  });
  const told = (): unknown[] => stored.map(({ body }) => WatchMessage.parse(JSON.parse(body)));
  return { incidents, clock, stored, store, told };
}

const incident = (kind: string, detail = "d"): Incident => ({ kind, detail, mend: "m" });

describe("incidents", () => {
  test("reach the watch actor in its own words, each under a key of its own", async () => {
    const { incidents, clock, stored, told } = world();
    await incidents.start();
    incidents.report(incident("a", "with a \0 NUL"));
    incidents.report(incident("b"));
    await clock.advance(10_000);
    await incidents.stop();
    expect(told()).toEqual([
      { type: "incident", kind: "a", detail: "with a  NUL", mend: "m" },
      { type: "incident", kind: "b", detail: "d", mend: "m" },
    ]);
    expect(stored.map(({ dedupeKey, address }) => [dedupeKey, address])).toEqual([
      ["incident:node-1:1", { kind: "watch", key: "incidents" }],
      ["incident:node-1:2", { kind: "watch", key: "incidents" }],
    ]);
  });

  test("of one kind go as one, the latest, however many there are", async () => {
    const { incidents, clock, told } = world();
    await incidents.start();
    for (let i = 0; i < 1_000; i += 1) incidents.report(incident("storm", String(i)));
    await clock.advance(10_000);
    await incidents.stop();
    expect(told()).toMatchObject([{ kind: "storm", detail: "999" }]);
  });

  test("that cannot be stored wait until they can", async () => {
    const { incidents, clock, store, told } = world();
    store.isDown = true;
    incidents.report(incident("a", "old"));
    incidents.report(incident("b"));
    await incidents.start();
    await clock.advance(10_000);
    incidents.report(incident("a", "new"));
    store.isDown = false;
    await clock.advance(10_000);
    await incidents.stop();
    expect(told()).toMatchObject([{ kind: "a", detail: "new" }, { kind: "b" }]);
  });

  test("reported just before the end are still sent", async () => {
    const { incidents, told } = world();
    await incidents.start();
    incidents.report(incident("a"));
    await incidents.stop();
    expect(told()).toHaveLength(1);
  });
});

describe("the start/stop contract of incidents", () => {
  exerciseService(async () => {
    const { incidents, clock } = world();
    return {
      service: incidents,
      isQuiet: async () => !(await clock.step()),
    };
  });
});
