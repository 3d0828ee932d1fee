import { expect, test } from "bun:test";
import { appLinkOf } from "./app-links.ts";

test("a link to a topic names the group as the Bot API does", () => {
  const link = { to: "topic", groupId: -1002000000001, topicId: 42 } as const;
  expect(appLinkOf("https://t.me/c/2000000001/42", "stagedoor_bot")).toEqual(link);
  expect(appLinkOf("https://t.me/c/2000000001/42/57", "stagedoor_bot")).toEqual(link);
});

test("a link to the bot with a parameter starts it", () => {
  const url = "https://t.me/Stagedoor_bot?start=t_abc";
  expect(appLinkOf(url, "stagedoor_bot")).toEqual({ to: "start", payload: "t_abc" });
});

test("everything else is the browser's", () => {
  const others = [
    "https://t.me/other_bot?start=x",
    "https://t.me/stagedoor_bot",
    "https://example.com/c/2000000001/42",
    "https://t.me/c/2000000001",
    "not an address",
  ];
  expect(others.map((url) => appLinkOf(url, "stagedoor_bot"))).toEqual(others.map(() => null));
});
