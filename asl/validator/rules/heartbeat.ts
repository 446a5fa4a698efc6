import { inside } from "../site.js";
import type { StateRule } from "./rule.js";

/** A heartbeat is missed before the time is over, or it is of no use. Source: ASL specification, "Task State". */
export const heartbeatBelowTimeout: StateRule = ({ json, report, site }) => {
  const { HeartbeatSeconds: heartbeat, TimeoutSeconds: timeout } = json;
  if (typeof heartbeat === "number" && typeof timeout === "number" && heartbeat >= timeout) {
    report.add("HEARTBEAT_NOT_BELOW_TIMEOUT", inside(site, "HeartbeatSeconds"), heartbeat, timeout);
  }
};
