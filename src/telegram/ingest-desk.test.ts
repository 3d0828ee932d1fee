import { describe, expect, test } from "bun:test";
import { DeskMessage } from "#actors/desk/message.ts";
import { packDeskPress } from "#actors/kernel/desk.ts";
import { ANONYMOUS_ADMIN_ID, type Place, type Sorted, sortUpdate } from "./ingest.ts";
import { tokenHashOf } from "./ingest-desk.ts";
import { parseUpdate } from "./update.ts";

const ANN = { id: 77, is_bot: false, first_name: "Ann", username: "ann" };
const GROUP = { id: -1_001_234_567_890, type: "supergroup", title: "Team", is_forum: true };
const PRIVATE = { id: ANN.id, type: "private", first_name: ANN.first_name };
const PLACE: Place = {
  botId: 7_000_000_001,
  botUsername: "stage_bot",
  isOurGroup: (id) => id === GROUP.id,
};
const BY = { id: ANN.id, name: "Ann", role: "agent" } as const;

function sorted(update: object): Sorted {
  const parsed = parseUpdate(JSON.parse(JSON.stringify({ update_id: 1, ...update })));
  if (parsed === null) throw new Error("not an update");
  return sortUpdate(parsed, PLACE);
}

const inPrivate = (message: object, kind = "message"): Sorted =>
  sorted({ [kind]: { message_id: 11, date: 1, from: ANN, chat: PRIVATE, ...message } });
const inGeneral = (message: object, kind = "message"): Sorted =>
  sorted({ [kind]: { message_id: 12, date: 1, from: ANN, chat: GROUP, ...message } });
const press = (chat: object, data: string, message: object = {}): Sorted =>
  sorted({
    callback_query: {
      id: "q",
      from: ANN,
      data,
      message: { message_id: 13, date: 1, chat, ...message },
    },
  });

/** What the desk hears, held to its own schema. */
function heard(result: Sorted): DeskMessage {
  if (result.type === "desk") return read(result.messageFrom(BY));
  if (result.type === "fan" && result.via !== null) return read(result.via.messageFrom(BY));
  throw new Error(`no desk hears of ${JSON.stringify(result)}`);
}

function read(message: DeskMessage): DeskMessage {
  return DeskMessage.parse(JSON.parse(JSON.stringify(message)));
}

describe("in private", () => {
  test("words go to a member's desk with what their conversation would hear", () => {
    const result = inPrivate({ text: "hi", media_group_id: "a1" });
    const desk = heard(result);
    expect(desk).toMatchObject({ type: "wrote", by: BY, messageId: 11, albumId: "a1" });
    const passOn = desk.type === "wrote" ? JSON.parse(desk.passOn ?? "") : null;
    expect(passOn).toEqual(
      result.type === "fan" ? JSON.parse(JSON.stringify(result.message)) : null,
    );
    expect(passOn).toMatchObject({ type: "fanWrote", content: { text: "hi" } });
  });

  test("commands and edits go the same way, in one order", () => {
    expect(heard(inPrivate({ text: "/Buy25 now" }))).toMatchObject({
      type: "commanded",
      command: "buy25",
      argument: "now",
      username: "ann",
      passOn: expect.stringContaining("fanCommand"),
    });
    expect(heard(inPrivate({ text: "ho" }, "edited_message"))).toMatchObject({
      type: "passed",
      passOn: expect.stringContaining("fanEdited"),
    });
  });

  test.each([
    ["/admin", true],
    ["/duty on", true],
    ["/help", false],
    ["/start", false],
    ["/constructor", false],
    ["admin", false],
  ])("%s tells that somebody is of the team: %p", (text, isTelling) => {
    expect(inPrivate({ text })).toMatchObject({ type: "fan", via: { isTelling } });
  });

  test("an invitation is its opener's own desk's, whoever they are", () => {
    const result = inPrivate({ text: "/start t_abcdefghijklmnop-_" });
    expect(result).toMatchObject({ type: "desk", groupId: null, isForAnybody: true, isAct: true });
    const token = "abcdefghijklmnop-_";
    expect(heard(result)).toMatchObject({ command: "start", argument: `t_${tokenHashOf(token)}` });
    // Nobody who reads what is kept of it can open the link.
    expect(result).toMatchObject({ isSecret: true });
    expect(JSON.stringify(heard(result))).not.toContain(token);
  });

  test.each([
    "/start",
    "/start t_short",
    "/start ad_abcdefghijklmnop",
    "/start t_abcdefghijklmnop !",
  ])("%s is a fan's", (text) => expect(inPrivate({ text })).toMatchObject({ type: "fan" }));

  test("reactions and blocking are the conversation's", () => {
    const reaction = { chat: PRIVATE, user: ANN, message_id: 3, new_reaction: [] };
    expect(sorted({ message_reaction: reaction })).toMatchObject({ type: "fan", via: null });
  });
});

describe("a press", () => {
  const own = packDeskPress({ memberId: ANN.id, section: "nav", verb: "back", argument: "" });
  const others = packDeskPress({ memberId: 5, section: "nav", verb: "back", argument: "" });

  test("of a panel goes to the presser's desk at that chat, whoever's panel it is", () => {
    for (const data of [own, others]) {
      expect(press(PRIVATE, data)).toMatchObject({ groupId: null, sender: { id: ANN.id } });
      const general = press(GROUP, data);
      expect(general).toMatchObject({ groupId: GROUP.id, isAct: true, isForAnybody: true });
      expect(heard(general)).toMatchObject({ type: "pressed", queryId: "q", messageId: 13, data });
    }
  });

  test("in another group, or of another kind of button, is not the desk's", () => {
    expect(press({ ...GROUP, id: -5 }, own)).toMatchObject({ reason: "other-chat" });
    expect(press(PRIVATE, "_.buy.")).toMatchObject({ type: "fan", via: null });
    expect(press(PRIVATE, "~~")).toMatchObject({ type: "fan", via: null });
    expect(press(GROUP, "rs.seen.")).toMatchObject({ reason: "general" });
  });
});

describe("in General", () => {
  test("a command is the writer's desk's, at that group", () => {
    const result = inGeneral({ text: "/conversations@stage_bot mine" });
    expect(result).toMatchObject({ type: "desk", groupId: GROUP.id, isForAnybody: true });
    expect(heard(result)).toMatchObject({
      type: "commanded",
      command: "conversations",
      argument: "mine",
      passOn: null,
    });
    expect(inGeneral({ text: "/admin@other_bot" })).toMatchObject({ reason: "other-bot" });
  });

  test("nobody but the team is heard with another command, which may be another bot's", () => {
    for (const text of ["/ping", "/help", "/start", "25"]) {
      expect(inGeneral({ text })).toMatchObject({ type: "desk", isForAnybody: false });
    }
  });

  test("plain words may answer a question there, and are nobody's message", () => {
    expect(heard(inGeneral({ text: "25" }))).toMatchObject({ type: "wrote", passOn: null });
    expect(inGeneral({ text: "26" }, "edited_message")).toMatchObject({ reason: "general" });
  });

  test("an anonymous administrator is told apart", () => {
    const group = { id: ANONYMOUS_ADMIN_ID, is_bot: true, first_name: "Group" };
    expect(inGeneral({ text: "/admin", from: group, sender_chat: GROUP })).toMatchObject({
      type: "desk",
      sender: { id: ANONYMOUS_ADMIN_ID, isAnonymous: true },
    });
  });
});
