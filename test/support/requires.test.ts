import { afterEach, expect, it, vi } from "vitest";
import { requires } from "./requires.js";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

it("finds a tool that is there", () => {
  expect(requires("node")).toBe(true);
});

it("says once that a tool is missing", () => {
  vi.stubEnv("REQUIRE_ALL", "");
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  expect([requires("no-such-tool"), requires("no-such-tool")]).toEqual([false, false]);
  expect(warn.mock.calls).toEqual([["'no-such-tool' is not installed: the tests that need it are skipped."]]);
});

it("fails where nothing may be skipped", () => {
  vi.stubEnv("REQUIRE_ALL", "1");
  expect(() => requires("no-such-tool")).toThrow("REQUIRE_ALL=1 forbids to skip them");
});
