import { constantIn } from "../checks.js";
import { isText, shown } from "../guards.js";
import { inside } from "../site.js";
import type { StateRule } from "./rule.js";

/** A heartbeat is missed before the time is over, or it is of no use. Source: ASL specification, "Task State". */
export const heartbeatBelowTimeout: StateRule = (scene) => {
  const { json, report, site } = scene;
  if (json.HeartbeatSeconds === undefined && json.HeartbeatSecondsPath === undefined) return;
  for (const suffix of ["", "Path"]) {
    const field = `HeartbeatSeconds${suffix}`;
    const [heartbeat, timeout] = [json[field], json[`TimeoutSeconds${suffix}`]];
    const [beats, lasts] = [constantIn(heartbeat, scene), constantIn(timeout, scene)];
    const isLonger = typeof beats === "number" && typeof lasts === "number" && beats >= lasts;
    // Two texts that are the same give the same number.
    const isSame = isText(heartbeat) && heartbeat === timeout;
    if (isLonger || isSame) {
      report.add("HEARTBEAT_NOT_BELOW_TIMEOUT", inside(site, field), suffix, shown(heartbeat), shown(timeout));
    }
  }
};
