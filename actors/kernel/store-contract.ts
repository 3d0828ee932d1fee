// What every Store and LeaseStore promises, as one suite. The simulator's memory and Postgres both
// run it, so that what holds in a simulation holds in the world. A test says a promise of
// `ports.ts`; it sees only the ports and what a fan's rows show.
import { afterEach, beforeEach, describe } from "bun:test";
import { type CampaignWorld, campaignContract, fateContract } from "./store-contract-campaigns.ts";
import { failureContract, inboxContract, mailboxContract } from "./store-contract-inbox.ts";
import { leaseContract, timerContract, zombieContract } from "./store-contract-leases.ts";
import { lockedContract } from "./store-contract-locked.ts";
import {
  heldContract,
  orderContract,
  outboxContract,
  settleContract,
} from "./store-contract-outbox.ts";
import { purchaseContract, purchaseOwnerContract } from "./store-contract-purchases.ts";
import {
  commitContract,
  fenceContract,
  moneyContract,
  rowsContract,
} from "./store-contract-turns.ts";

export type { CampaignWorld } from "./store-contract-campaigns.ts";
export type { FanView } from "./store-contract-world.ts";

/** Describes the contract for the implementation `name`; `makeWorld` makes one for each test. */
export function storeContract(name: string, makeWorld: () => Promise<CampaignWorld>): void {
  describe(`store contract: ${name}`, () => {
    let world: CampaignWorld;
    beforeEach(async () => {
      world = await makeWorld();
    });
    afterEach(async () => {
      await world.stop();
    });
    const current = () => world;
    describe("inbox", () => inboxContract(current));
    describe("mailbox", () => mailboxContract(current));
    describe("failures", () => failureContract(current));
    describe("commit", () => commitContract(current));
    describe("fence", () => fenceContract(current));
    describe("money", () => moneyContract(current));
    describe("purchases", () => purchaseContract(current));
    describe("whose purchases", () => purchaseOwnerContract(current));
    describe("locked media", () => lockedContract(current));
    describe("campaigns", () => campaignContract(current));
    describe("fates", () => fateContract(current));
    describe("rows", () => rowsContract(current));
    describe("outbox", () => outboxContract(current));
    describe("order of effects", () => orderContract(current));
    describe("held effects", () => heldContract(current));
    describe("settle", () => settleContract(current));
    describe("timers", () => timerContract(current));
    describe("leases", () => leaseContract(current));
    describe("zombies", () => zombieContract(current));
  });
}
