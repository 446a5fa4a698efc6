import { expect, test } from "vitest";
import { parseAllowList } from "../../../handlers/common/allow-list.js";

test("allows addresses and domains, without regard to case, and nobody else", () => {
  const { allowsEmail } = parseAllowList("Me@Example.com, @example.org, +44", "dev");
  expect(["me@example.COM", "you@Example.org"].map(allowsEmail)).toEqual([true, true]);
  expect(["you@example.com", "you@sub.example.org", "+44", ""].map(allowsEmail)).toEqual([false, false, false, false]);
});

test("everybody is on the list of the stage local alone", () => {
  expect(parseAllowList("*", "local").allowsEmail("you@example.com")).toBe(true);
  expect(() => parseAllowList("*", "dev")).toThrow("for the stage 'local' only");
});

test("refuses a doubtful list by the place of an entry, not by its text", () => {
  expect(() => parseAllowList("@example.org, somebody, *@example.com", "dev")).toThrow(/entry 2 and 3 is none of/);
  expect(() => parseAllowList("", "dev")).toThrow("entry 1");
  expect(() => parseAllowList("+44", "dev", () => false)).toThrow("entry 1");
});
