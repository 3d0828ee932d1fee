import { describe, expect, test } from "bun:test";
import { startSandbox } from "./sandbox.ts";
import { ada, mia, openTestSandbox } from "./testing.ts";

describe("waiting", () => {
  test("resolves at once for what is so already, and later for what becomes so", async () => {
    await using sandbox = await openTestSandbox();
    expect(await sandbox.waitFor((state) => state.people.length)).toBe(9);
    const text = sandbox.waitFor(
      (state) => state.chats.find((chat) => chat.personId === mia.id)?.messages[0]?.text,
    );
    await sandbox.say(mia.id, "now");
    expect(await text).toBe("now");
  });

  test("looks once for many changes of one turn", async () => {
    await using sandbox = await openTestSandbox();
    let looks = 0;
    const waiting = sandbox.waitFor(() => {
      looks++;
      return looks > 1;
    });
    for (let i = 0; i < 10; i++) void sandbox.act({ act: "advanceClock", byMs: 1 });
    await waiting;
    await new Promise(setImmediate);
    expect(looks).toBe(2);
  });

  test("ends with what the sandbox saw last when nothing comes", async () => {
    await using sandbox = await openTestSandbox();
    await sandbox.call("getMe");
    expect(sandbox.waitFor(() => false, 1)).rejects.toThrow(
      "waited 1 ms in vain: 0 updates wait; last calls: getMe 200",
    );
  });

  test("passes on what the test's own question throws", async () => {
    await using sandbox = await openTestSandbox();
    const question = () => {
      throw new Error("no such person");
    };
    expect(sandbox.waitFor(question)).rejects.toThrow("no such person");
  });

  test("for idleness ends when the bot has confirmed every update", async () => {
    await using sandbox = await openTestSandbox();
    await sandbox.say(mia.id, "hi");
    expect(sandbox.idle(1)).rejects.toThrow("1 updates wait");
    await sandbox.updates();
    await sandbox.updates();
    await sandbox.idle();
  });
});

describe("a sandbox", () => {
  test("knows its owner and its groups", async () => {
    const groups = [
      { id: -1002, title: "One" },
      { id: -1003, title: "Two" },
    ];
    await using sandbox = await openTestSandbox({ groups });
    expect(sandbox.ownerId).toBe(ada.id);
    expect(sandbox.groupIds).toEqual([-1002, -1003]);
    expect(sandbox.groupId).toBe(-1002);
  });

  test("calls its bot by the number in the token", async () => {
    await using sandbox = await openTestSandbox({ token: "77:another" });
    expect((await sandbox.must("getMe")).id).toBe(77);
  });

  test("lets the owner be written to before they wrote", async () => {
    await using sandbox = await openTestSandbox();
    expect((await sandbox.call("sendMessage", { chat_id: ada.id, text: "alert" })).ok).toBe(true);
  });

  test("forgets the oldest messages of a chat beyond its bound", async () => {
    await using sandbox = await openTestSandbox({ messagesPerChatMax: 2 });
    for (const text of ["a", "b", "c"]) await sandbox.say(mia.id, text);
    const chat = sandbox.state().chats.find(({ personId }) => personId === mia.id);
    expect(chat?.messages.map((message) => message.text)).toEqual(["b", "c"]);
  });

  test("needs a creator among its people", () => {
    expect(startSandbox({ people: [mia] })).rejects.toThrow("needs a creator");
  });

  test("stops twice without complaint, and answers no more", async () => {
    const sandbox = await startSandbox();
    await sandbox.stop();
    await sandbox.stop();
    expect(fetch(`${sandbox.url}/sandbox/state`)).rejects.toThrow();
  });

  test("throws the reason of an act that a test was sure of", async () => {
    await using sandbox = await openTestSandbox();
    const act = { act: "bot", to: "kill" } as const;
    expect(sandbox.mustAct(act)).rejects.toThrow(
      "the sandbox would not bot: the bot runs outside this sandbox",
    );
  });
});
