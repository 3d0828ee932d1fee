// Store contract: a campaign's standing and its fates at fans, as turns write them, and the two steps in
// which the books put fans on its list and ask for what was sent back.
import { expect, test } from "bun:test";
import type { AnswerOf } from "./answer.ts";
import { type Fate, OVERDUE_MS, RECALL_WINDOW_MS } from "./campaign.ts";
import type { CampaignRow, CampaignSendRow, Row } from "./rows.ts";
import {
  type Hand,
  mailCount,
  projection,
  type StoreWorld,
  startNode,
  T0,
  type TestNode,
  turn,
  wake,
} from "./store-contract-world.ts";

/** What the books are asked for, as of the moment `at`. */
export interface AskedOfCampaign {
  readonly campaignId: number;
  readonly limit: number;
  /** Unix milliseconds. */
  readonly at: number;
}

/** What is kept of a campaign: its standing, and its list by user. */
export interface CampaignView {
  readonly status: string;
  /** Unix milliseconds. */
  readonly startsAt: number | null;
  readonly finishedAt: number | null;
  readonly sends: readonly {
    readonly fate: string;
    readonly messageIds: readonly number[] | null;
  }[];
}

/** A world that has campaigns. */
export interface CampaignWorld extends StoreWorld {
  /** A campaign for everybody, of one text, which runs at once. */
  launch(campaignId: number, at: number): Promise<void>;
  enlist(asked: AskedOfCampaign): Promise<AnswerOf<"campaign">>;
  recall(asked: AskedOfCampaign): Promise<AnswerOf<"campaign">>;
  campaign(campaignId: number): Promise<CampaignView | null>;
}

const ID = 51_200;

function standing(parts: Partial<CampaignRow> = {}): CampaignRow {
  const row = { row: "campaign", campaignId: ID, status: "running", startsAt: T0 } as const;
  return { ...row, finishedAt: null, at: T0, ...parts };
}

function fate(of: Fate, messageIds: readonly number[] | null = null): CampaignSendRow {
  return { row: "campaignSend", campaignId: ID, fate: of, messageIds, at: T0 };
}

interface Scene {
  readonly node: TestNode;
  readonly hands: readonly Hand[];
  /** A turn of the fan at this place, in the order in which they came. */
  readonly says: (place: number, ...rows: readonly Row[]) => Promise<void>;
  readonly fates: () => Promise<readonly string[]>;
}

/** Three fans, and a campaign that runs. */
async function begin(world: CampaignWorld): Promise<Scene> {
  const node = await startNode(world);
  const hands = [await wake(node, "7"), await wake(node, "8"), await wake(node, "9")];
  const says: Scene["says"] = async (place, ...rows) => {
    const hand = hands[place];
    if (hand !== undefined) await turn(node, hand, { rows });
  };
  await says(1);
  await says(2);
  await world.launch(ID, T0);
  await says(0, standing());
  const fates = async (): Promise<readonly string[]> =>
    (await world.campaign(ID))?.sends.map((send) => send.fate) ?? [];
  return { node, hands, says, fates };
}

type Asks = (limit: number, at?: number) => Promise<AnswerOf<"campaign">>;

export function campaignContract(world: () => CampaignWorld): void {
  const enlist: Asks = (limit, at = T0) => world().enlist({ campaignId: ID, limit, at });

  test("has the standing that its last turn said", async () => {
    const { says } = await begin(world());
    const ended = { status: "cancelled", finishedAt: T0 + 5_000 } as const;
    await says(0, standing(ended), standing({ campaignId: 1 }));
    expect(await world().campaign(ID)).toEqual({ ...ended, startsAt: T0, sends: [] });
    expect(await world().campaign(1)).toBeNull();
  });

  test("lists fan after fan with mail for each, as many as there are places", async () => {
    const { node, fates } = await begin(world());
    expect(await enlist(2)).toMatchObject({ figures: { queued: 2 }, isExhausted: false });
    expect(await enlist(2)).toMatchObject({ figures: { queued: 2 }, isExhausted: false });
    const counts = [await mailCount(node, "7"), await mailCount(node, "8")];
    expect([...counts, await mailCount(node, "9")]).toEqual([1, 1, 0]);
    expect(await enlist(10)).toMatchObject({ figures: { queued: 3 }, isExhausted: true });
    expect(await enlist(10)).toMatchObject({ figures: { queued: 3 }, isExhausted: true });
    expect(await fates()).toEqual(["queued", "queued", "queued"]);
    expect(await mailCount(node, "7")).toBe(1);
  });

  test("lists nobody while it does not run, and nobody who wants none or came later", async () => {
    const { node, hands, says, fates } = await begin(world());
    await says(0, standing({ status: "paused" }));
    expect(await enlist(10)).toMatchObject({ figures: { queued: 0 }, isExhausted: false });
    await says(0, standing({ startsAt: T0 - 1 }));
    expect(await enlist(10)).toMatchObject({ figures: { queued: 0 }, isExhausted: true });
    await says(0, standing());
    const [first] = hands;
    const { user, conversation } = projection("7", 0);
    const unwilling = { user: { ...user, isPromotable: false }, conversation };
    if (first !== undefined) await turn(node, first, { projection: unwilling });
    expect(await enlist(10)).toMatchObject({ figures: { queued: 2 }, isExhausted: true });
    expect(await fates()).toHaveLength(2);
    expect(await mailCount(node, "7")).toBe(0);
  });
}

export function fateContract(world: () => CampaignWorld): void {
  const enlist: Asks = (limit, at = T0) => world().enlist({ campaignId: ID, limit, at });
  const recall: Asks = (limit, at = T0) => world().recall({ campaignId: ID, limit, at });

  test("is settled once, at its fan alone", async () => {
    const { says, fates } = await begin(world());
    await enlist(2);
    await says(0, fate("sent", [900]));
    await says(0, fate("blocked"));
    await says(0, fate("deleted"));
    await says(2, fate("sent", [901]));
    expect(await fates()).toEqual(["sent", "queued"]);
    expect((await world().campaign(ID))?.sends[0]?.messageIds).toEqual([900]);
  });

  test("is given up on when it is overdue, and set right when it comes all the same", async () => {
    const { says, fates } = await begin(world());
    await enlist(10);
    const late = await enlist(10, T0 + OVERDUE_MS + 1);
    expect(late.figures).toMatchObject({ queued: 0, failed: 3 });
    await says(0, fate("sent", [900]));
    expect(await fates()).toEqual(["sent", "failed", "failed"]);
  });

  test("is taken back once while it is young enough, and keeps its ids", async () => {
    const { node, says, fates } = await begin(world());
    await enlist(10);
    await says(0, fate("sent", [900]));
    await says(1, fate("sent", [901]));
    const tooLate = await recall(10, T0 + RECALL_WINDOW_MS);
    expect(tooLate).toMatchObject({ figures: { sent: 2, failed: 1 }, tooOld: 2 });
    expect(await recall(1)).toMatchObject({ figures: { sent: 1, recalling: 1 }, tooOld: 0 });
    expect(await recall(10)).toMatchObject({ figures: { recalling: 2 }, isExhausted: true });
    expect(await mailCount(node, "7")).toBe(2);
    await says(0, fate("deleted"));
    await says(0, fate("kept"));
    await says(1, fate("kept"));
    expect(await fates()).toEqual(["deleted", "kept", "failed"]);
    expect((await world().campaign(ID))?.sends[0]?.messageIds).toEqual([900]);
  });

  test("is no riddle at an erased fan, whose message ids are forgotten", async () => {
    const { says, fates } = await begin(world());
    await enlist(10);
    await says(0, fate("sent", [900]));
    await says(1, fate("sent", [901]));
    await recall(1);
    for (const place of [0, 1, 2]) await says(place, { row: "erase", at: T0 });
    expect(await fates()).toEqual(["kept", "sent", "skipped"]);
    const ids = (await world().campaign(ID))?.sends.map(({ messageIds }) => messageIds);
    expect(ids).toEqual([null, null, null]);
  });
}
