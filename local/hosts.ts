import type { HostHandler, Hosts } from "./service.js";

/** The host names of one local AWS; names are compared without regard to case. */
export function createHosts(): Hosts {
  const handlers = new Map<string, HostHandler>();
  return {
    add: (hostname, handler) => void handlers.set(hostname.toLowerCase(), handler),
    find: (hostname) => handlers.get(hostname.toLowerCase()),
  };
}
