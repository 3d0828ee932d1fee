import { expect, test } from "bun:test";
import { DEFAULT_RIGHTS, type Role, rightsOf } from "#actors/kernel/team.ts";
import { deskText } from "./index.ts";

const help = (role: Role): string => {
  const rights = rightsOf(role, DEFAULT_RIGHTS);
  return deskText({ key: "teamDeskHelp", with: { role, rights, isPrivate: true } }).text;
};

test("/help names a bound to whoever has one, in figures that can be read", () => {
  expect(help("owner")).toContain("/gift, ");
  expect(help("owner")).not.toMatch(/\d{4}/);
  expect(help("admin")).toContain("/gift up to 1,000");
  expect(help("agent")).toContain("/gift up to 20");
  expect(help("viewer")).not.toContain("/gift");
});
