import { describe, expect, test } from "bun:test";
import { ada, ben, dan, leo, mia, openTestSandbox } from "#src/sandbox/testing.ts";

describe("chats and members", () => {
  test("a forum says that it is one, a person has a name", async () => {
    await using sandbox = await openTestSandbox();
    expect(await sandbox.must("getChat", { chat_id: sandbox.groupId })).toMatchObject({
      type: "supergroup",
      is_forum: true,
    });
    expect(await sandbox.must("getChat", { chat_id: mia.id })).toMatchObject({
      type: "private",
      username: "mia",
    });
  });

  test("each person has their status, and strangers have none", async () => {
    await using sandbox = await openTestSandbox();
    const statusOf = async (user_id: number) =>
      (await sandbox.call("getChatMember", { chat_id: sandbox.groupId, user_id })).result?.[
        "status"
      ];
    expect(await statusOf(ada.id)).toBe("creator");
    expect(await statusOf(ben.id)).toBe("administrator");
    expect(await statusOf(dan.id)).toBe("member");
    expect(await statusOf(leo.id)).toBe("left");
    const stranger = await sandbox.call("getChatMember", { chat_id: sandbox.groupId, user_id: 1 });
    expect(stranger.description).toBe("Bad Request: PARTICIPANT_ID_INVALID");
  });

  test("the bot's own rights are what a doctor needs to read", async () => {
    await using sandbox = await openTestSandbox();
    await sandbox.mustAct({ act: "setBot", groupId: sandbox.groupId, canPinMessages: false });
    const { id: user_id } = await sandbox.must("getMe");
    const member = await sandbox.must("getChatMember", { chat_id: sandbox.groupId, user_id });
    expect(member).toMatchObject({
      status: "administrator",
      can_manage_topics: true,
      can_pin_messages: false,
      can_delete_messages: true,
    });
  });

  test("administrators are listed with the creator and the bot", async () => {
    await using sandbox = await openTestSandbox();
    const list = await sandbox.must("getChatAdministrators", { chat_id: sandbox.groupId });
    const ids = list.map((member) => member.user.id);
    expect(ids).toEqual([501, 502, 503, 7000000001]);
    const none = await sandbox.call("getChatAdministrators", { chat_id: mia.id });
    expect(none.ok).toBe(false);
  });
});

describe("the bot's page", () => {
  const commands = [{ command: "start", description: "Begin" }];

  test("commands are kept by scope and language, and shown to people in private", async () => {
    await using sandbox = await openTestSandbox();
    const scope = { type: "all_private_chats" };
    await sandbox.must("setMyCommands", { commands });
    expect(sandbox.state().bot.commands).toEqual(commands);
    const own = [{ command: "balance", description: "Credits" }];
    await sandbox.must("setMyCommands", { commands: own, scope });
    await sandbox.must("setMyCommands", { commands, scope, language_code: "de" });
    expect(sandbox.state().bot.commands).toEqual(own);
    expect(await sandbox.must("getMyCommands", { scope })).toEqual(own);
    await sandbox.must("deleteMyCommands", { scope });
    expect(sandbox.state().bot.commands).toEqual(commands);
  });

  test("an administrator of a group is offered the list of the narrowest scope", async () => {
    await using sandbox = await openTestSandbox();
    const offered = () => sandbox.state().groups[0]?.commands;
    const own = [{ command: "gift", description: "Give" }];
    const scope = { type: "chat_administrators", chat_id: sandbox.groupId };
    await sandbox.must("setMyCommands", { commands });
    expect(offered()).toEqual(commands);
    await sandbox.must("setMyCommands", { commands: own, scope });
    expect(offered()).toEqual(own);
    expect(sandbox.state().bot.commands).toEqual(commands);
  });

  test.each([
    [
      "a name with a capital",
      { commands: [{ command: "Start", description: "a" }] },
      "BOT_COMMAND_INVALID",
    ],
    [
      "no description",
      { commands: [{ command: "start", description: "" }] },
      'can\'t find field "description"',
    ],
    [
      "a language that is none",
      { commands, language_code: "pt-br" },
      "invalid language code specified",
    ],
    [
      "a scope that is none",
      { commands, scope: { type: "everybody" } },
      "can't parse BotCommandScope: BotCommandScope has unsupported type",
    ],
    [
      "a scope without its chat",
      { commands, scope: { type: "chat" } },
      "can't parse BotCommandScope: Can't find field \"chat_id\"",
    ],
    [
      "a chat that is not there",
      { commands, scope: { type: "chat", chat_id: 1 } },
      "chat not found",
    ],
    [
      "more than a hundred",
      { commands: Array.from({ length: 101 }, () => commands[0]) },
      "BOT_COMMANDS_TOO_MUCH",
    ],
  ])("commands with %s are refused", async (_what, params, reason) => {
    await using sandbox = await openTestSandbox();
    const answer = await sandbox.call("setMyCommands", params);
    expect(answer.description).toBe(`Bad Request: ${reason}`);
  });

  test("descriptions have their lengths", async () => {
    await using sandbox = await openTestSandbox();
    expect((await sandbox.call("setMyDescription", { description: "a".repeat(512) })).ok).toBe(
      true,
    );
    expect((await sandbox.call("setMyDescription", { description: "a".repeat(513) })).ok).toBe(
      false,
    );
    const short = { short_description: "a".repeat(121) };
    expect((await sandbox.call("setMyShortDescription", short)).ok).toBe(false);
    expect(
      (await sandbox.call("setChatMenuButton", { menu_button: { type: "commands" } })).ok,
    ).toBe(true);
    expect((await sandbox.call("setChatMenuButton", { menu_button: { type: "party" } })).ok).toBe(
      false,
    );
  });
});
