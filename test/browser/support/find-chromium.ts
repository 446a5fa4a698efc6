import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { requires } from "../../support/requires.js";

/**
 * The machine's Chromium or Chrome: `CHROMIUM_PATH`, or one on the path, or where systems put it. Where there is none
 * the answer is undefined, and it has been said that its tests are skipped.
 *
 * @throws when there is none and REQUIRE_ALL=1 is set
 */
export function findChromium(): string | undefined {
  const named = process.env.CHROMIUM_PATH;
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const places = [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...PLACES];
  const found = named ?? places.find((place) => existsSync(place));
  return requires(found ?? "chromium") ? found : undefined;
}

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

const PLACES = [
  "/usr/bin/chromium",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
