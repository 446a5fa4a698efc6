import type { Machine } from "../../../asl/interpreter/index.js";
import type { JsonObject } from "../../../asl/spec/index.js";

/** A state machine as it is at one time; an update makes another. */
export interface StoredMachine {
  readonly arn: string;
  readonly name: string;
  /** The stack that it stands in; empty for one that was created over the API. */
  readonly system: string;
  readonly roleArn: string;
  /** The definition as it was given, JSON text. */
  readonly definition: string;
  readonly machine: Machine;
  /** Milliseconds since 1970. */
  readonly creationDate: number;
  /** When it became as it is, in milliseconds since 1970. */
  readonly updateDate: number;
  /** Absent until the first update. */
  readonly revisionId?: string;
  /** `loggingConfiguration`, `tracingConfiguration` and the like, as `DescribeStateMachine` gives them. */
  readonly configuration: JsonObject;
}

/** A published version: a machine as it was then. */
export interface StoredVersion {
  readonly arn: string;
  readonly number: number;
  readonly machine: StoredMachine;
  readonly description?: string;
  /** Milliseconds since 1970. */
  readonly creationDate: number;
}

/** What part of an alias's executions a version gets. */
export interface Route {
  readonly version: StoredVersion;
  /** Percent; those of an alias sum to 100. */
  readonly weight: number;
}

/** An alias of one or two versions. */
export interface StoredAlias {
  readonly arn: string;
  readonly name: string;
  /** Grows by one from alias to alias of a machine. */
  readonly number: number;
  readonly description?: string;
  readonly routes: readonly Route[];
  /** Milliseconds since 1970. */
  readonly creationDate: number;
  /** Milliseconds since 1970. */
  readonly updateDate: number;
}

/** A state machine with all that belongs to it. */
export interface MachineEntry {
  current: StoredMachine;
  /** Whether, and with which description, its creation published a version; a repeated request must say the same. */
  readonly created: { readonly publish: boolean; readonly description: string | undefined };
  /** By number, oldest first. */
  readonly versions: Map<number, StoredVersion>;
  /** The number of the last version that was published. No number is given twice. */
  lastVersion: number;
  /** By name, oldest first. */
  readonly aliases: Map<string, StoredAlias>;
  /** The number of the last alias that was created. */
  lastAlias: number;
  readonly tags: Map<string, string>;
}

/** The state machines, in memory. */
export class MachineStore {
  readonly #byArn = new Map<string, MachineEntry>();

  /** How many there are. */
  get size(): number {
    return this.#byArn.size;
  }

  /** The machine with an unqualified ARN. */
  find(arn: string): MachineEntry | undefined {
    return this.#byArn.get(arn);
  }

  /** Keeps a new machine. */
  add(machine: StoredMachine, created: MachineEntry["created"], tags: ReadonlyMap<string, string>): MachineEntry {
    const entry: MachineEntry = {
      current: machine,
      created,
      versions: new Map(),
      lastVersion: 0,
      aliases: new Map(),
      lastAlias: 0,
      tags: new Map(tags),
    };
    this.#byArn.set(machine.arn, entry);
    return entry;
  }

  /** Forgets a machine, with its versions and aliases. */
  delete(arn: string): void {
    this.#byArn.delete(arn);
  }

  /** All machines, by name. */
  list(): readonly MachineEntry[] {
    return [...this.#byArn.values()].sort((one, other) => (one.current.name < other.current.name ? -1 : 1));
  }
}
