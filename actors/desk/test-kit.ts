// For this folder's tests: a desk that is talked to in plain words. After each turn what is kept is
// read again as the store would, and what is on the screen is what the last turn showed.
import type { Address } from "#actors/kernel/address.ts";
import type { Content } from "#actors/kernel/content.ts";
import { deskAddress, packDeskPress } from "#actors/kernel/desk.ts";
import type { Effect } from "#actors/kernel/effect.ts";
import { Settings } from "#actors/kernel/settings.ts";
import type { Member, MemberRole, Role, Teammate } from "#actors/kernel/team.ts";
import { decide } from "./decide.ts";
import { desk } from "./index.ts";
import { DeskMessage } from "./message.ts";
import type { DeskState } from "./state.ts";

export const OWNER_ID = 501;
export const GROUP_ID = -1_002_000_000_001;
const PANEL_ID = 70;

type ShowScreen = Extract<Effect, { verb: "showScreen" }>;
type Of<Verb extends Effect["verb"]> = Extract<Effect, { verb: Verb }>;

export function member(id: number, role: MemberRole): Member {
  return { id, name: `M${id}`, username: `m${id}`, role, isOnDuty: false };
}

/** The settings of a deployment whose team is the owner and these. */
export function settingsOf(members: readonly Member[] = []): Settings {
  const owner: Member = { ...member(OWNER_ID, "admin"), role: "owner" };
  return {
    ...Settings.parse({}),
    groupIds: [GROUP_ID],
    ownerId: OWNER_ID,
    rails: [],
    products: [],
    team: [owner, ...members],
    isTeamFormed: members.length > 0,
  };
}

export function textOf(text: string): Content {
  return { kind: "text", text, entities: [], fileId: null };
}

export class Talk {
  state: DeskState;
  settings: Settings;
  by: Teammate;
  at = 1_800_000_000_000;
  effects: readonly Effect[] = [];
  readonly #address: Address;
  #envelopeId = 1000;

  constructor(role: Role, parts: { id?: number; groupId?: number; members?: Member[] } = {}) {
    const id = parts.id ?? (role === "owner" ? OWNER_ID : 77);
    this.by = { id, name: `P${id}`, role };
    this.settings = settingsOf(parts.members);
    this.#address = deskAddress({ memberId: id, groupId: parts.groupId ?? null });
    this.state = desk.initial(this.#address);
  }

  hear(message: DeskMessage): this {
    this.#envelopeId += 1;
    const heard = DeskMessage.parse(JSON.parse(JSON.stringify(message)));
    const envelope = { id: this.#envelopeId, address: this.#address, at: this.at, message: heard };
    const decision = decide(this.state, { ...envelope, lane: "urgent" } as never, this.settings);
    const kept: unknown = JSON.parse(JSON.stringify(decision.state));
    this.state = desk.load(kept, this.#address);
    this.effects = decision.effects.map(({ effect }) => effect);
    return this;
  }

  command(text: string): this {
    const [command = "", ...words] = text.split(" ");
    const message = { type: "commanded", by: this.by, messageId: 5, command } as const;
    const passOn = this.#address.key.includes("@") ? null : `passed: ${text}`;
    return this.hear({ ...message, argument: words.join(" "), username: null, passOn });
  }

  write(text: string, more: { content?: Content; albumId?: string } = {}): this {
    const { content = textOf(text), albumId = null } = more;
    const passOn = this.#address.key.includes("@") ? null : `passed: ${text}`;
    return this.hear({ type: "wrote", by: this.by, messageId: 6, content, albumId, passOn });
  }

  /** Presses a button of a panel: `section.verb.argument`, of this person unless another is named. */
  press(path: string, memberId = this.by.id): this {
    const [section = "", verb = "", argument = ""] = path.split(".");
    return this.data(packDeskPress({ memberId, section, verb, argument }));
  }

  /** Callback data as anybody could send it. */
  data(data: string): this {
    return this.hear({ type: "pressed", by: this.by, queryId: "q", messageId: PANEL_ID, data });
  }

  outcome(verb: Effect["verb"], outcome: object, tag: string | null = null): this {
    return this.hear({ type: "outcome", effectId: 1, verb, outcome, tag } as never);
  }

  all<Verb extends Effect["verb"]>(verb: Verb): readonly Of<Verb>[] {
    return this.effects.filter((effect): effect is Of<Verb> => effect.verb === verb);
  }

  get screen(): ShowScreen | undefined {
    return this.all("showScreen").at(-1);
  }

  /** Keys of what stands on the screen besides the view: the notice, the question, what was wrong. */
  get onScreen(): readonly string[] {
    const { notice, prompt, question } = this.screen?.context ?? {};
    const says = [notice, prompt?.say, prompt?.error, question?.say];
    return says.flatMap((say) => (say === null || say === undefined ? [] : [say.key]));
  }

  /** What the press was answered; null: nothing. */
  get bubble(): string | null | undefined {
    const answer = this.all("answerPress").at(-1);
    return answer === undefined ? undefined : (answer.say?.say.key ?? null);
  }

  get told(): readonly string[] {
    return this.all("tellMember").map(({ say }) => say.key);
  }

  get passedOn(): readonly string[] {
    return this.all("send").flatMap(({ to, body }) => (to.kind === "conversation" ? [body] : []));
  }
}
