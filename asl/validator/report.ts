import type { Finding } from "./finding.js";
import { type Code, type MessageArguments, messageOf } from "./messages.js";
import { pointerOf, type Site } from "./site.js";

/** Where findings are put. */
export interface Report {
  add<C extends Code>(code: C, at: Site, ...args: MessageArguments<C>): void;
}

/** A report, and the list that it fills. One finding is told once, however many ways lead to it. */
export function createReport(): { readonly report: Report; readonly findings: readonly Finding[] } {
  const findings: Finding[] = [];
  const told = new Set<string>();
  const report: Report = {
    add(code, at, ...args) {
      const pointer = pointerOf(at);
      const { severity, message } = messageOf(code, ...args);
      const key = `${code} ${pointer} ${message}`;
      if (told.has(key)) return;
      told.add(key);
      findings.push({ code, severity, pointer, message });
    },
  };
  return { report, findings };
}
