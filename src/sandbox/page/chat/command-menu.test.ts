import { expect, test } from "bun:test";
import { matchCommands } from "./command-menu.tsx";

const COMMANDS = ["buy10", "buy", "balance", "start"].map((command) => ({
  command,
  description: command,
}));
const offered = (text: string): readonly string[] =>
  matchCommands(COMMANDS, text).map((one) => one.command);

test("a slash offers all commands, letters narrow them, a whole one comes first", () => {
  expect(offered("/")).toEqual(["buy10", "buy", "balance", "start"]);
  expect(offered("/BA")).toEqual(["balance"]);
  expect(offered("/buy")).toEqual(["buy", "buy10"]);
});

test("nothing is offered for plain words, arguments, or the only command left once it is whole", () => {
  expect(offered("")).toEqual([]);
  expect(offered("a/b")).toEqual([]);
  expect(offered("/buy 10")).toEqual([]);
  expect(offered("/start")).toEqual([]);
});
