/** The part of dynalite 4 that we use; the package has no types of its own. */
declare module "dynalite" {
  import type { Server } from "node:http";

  /** Milliseconds that a table stays in the state that its name says. */
  interface DynaliteOptions {
    readonly createTableMs?: number;
    readonly deleteTableMs?: number;
    readonly updateTableMs?: number;
  }

  /** Makes a server, not yet listening, on a store in memory. */
  export default function dynalite(options?: DynaliteOptions): Server;
}
