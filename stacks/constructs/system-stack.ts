import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity/index.js";
import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition/index.js";
import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region/index.js";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { LocalBackend, S3Backend, TerraformElement, TerraformStack } from "cdktf";
import type { Construct, IConstruct, Node } from "constructs";
import { releases } from "../releases/index.js";
import type { CustomerKey } from "./customer-key.js";
import type { Release } from "./releases.js";
import { checkStage, regionVariable, stageVariable } from "./variables.js";

/** Settings of a `SystemStack`. */
export interface SystemStackSettings {
  /** The folder that holds `handlers/<system>/` and `site/<system>/`, as the build wrote them. */
  readonly buildDir: string;
  /** The stage that the Terraform state belongs to, and the default of the variable `stage`. */
  readonly stage: string;
  /** The system's releases that may still have executions running; those of `stacks/releases` when left out. */
  readonly releases?: readonly Release[];
  /** Where the Terraform state is kept; in a local file when left out. */
  readonly state?: StateBucket;
  /** Whether `npm run shift-alias` moves the state machines' aliases, and Terraform leaves their routing alone. */
  readonly shiftsInSteps?: boolean;
  /** Encrypts tables, queues, topics (but alarms), logs, state machines and environments; AWS' own keys do when left out. */
  readonly customerKey?: CustomerKey;
}

/** An S3 bucket for Terraform states, one object a stage and system. */
export interface StateBucket {
  readonly bucket: string;
  readonly region: string;
}

/** The stage whose tables and Standard state machines Terraform refuses to destroy. */
const PRODUCTION = "prod";

/** The name of the construct that is its parent's main resource; it adds nothing to the Terraform address. */
const MAIN = "resource";

/**
 * A stack that deploys one system: provider, state, the variables `stage` and `region`, and the names and ARNs that all
 * its constructs share. ARNs are built from names, so that what refers to them is known when Terraform plans.
 */
export abstract class SystemStack extends TerraformStack {
  /** The system's name, which is the stack's id. */
  readonly system: string;
  readonly buildDir: string;
  /** The stage as text: it must be the value of the variable too, which `stage` refers to. */
  readonly stageName: string;
  /** Whether what holds data is protected from being destroyed. */
  readonly keepsData: boolean;
  readonly shiftsInSteps: boolean;
  readonly customerKey: CustomerKey | undefined;
  readonly releases: readonly Release[];
  /** References to what only Terraform knows. */
  readonly stage: string;
  readonly region: string;
  readonly account: string;
  readonly partition: string;
  readonly #addresses = new Map<string, string>();

  constructor(scope: Construct, system: string, settings: SystemStackSettings) {
    super(scope, system);
    checkStage(settings.stage);
    this.system = system;
    this.buildDir = settings.buildDir;
    this.stageName = settings.stage;
    this.keepsData = settings.stage === PRODUCTION;
    this.shiftsInSteps = settings.shiftsInSteps ?? false;
    this.customerKey = settings.customerKey;
    this.releases = settings.releases ?? releases[system] ?? [];
    keepState(this, settings);
    this.stage = stageVariable(this, settings.stage).stringValue;
    const region = regionVariable(this, settings.customerKey?.region).stringValue;
    new AwsProvider(this, "aws", { region, defaultTags: [{ tags: { system, stage: this.stage } }] });
    this.region = current(new DataAwsRegion(this, "current-region")).name;
    this.account = current(new DataAwsCallerIdentity(this, "current-account")).accountId;
    this.partition = current(new DataAwsPartition(this, "current-partition")).partition;
  }

  /** The stack that a construct stands in. */
  static around(construct: IConstruct): SystemStack {
    const stack = TerraformStack.of(construct);
    if (stack instanceof SystemStack) return stack;
    throw new Error(
      `"${construct.node.path}" stands in "${stack.node.id}", which is no SystemStack. Extend SystemStack there.`,
    );
  }

  /** The physical name of a part: `<system>-<stage>-<part>`. */
  named(part: string): string {
    return `${this.system}-${this.stage}-${part}`;
  }

  /** An ARN in this stack's account and region, for example `arn("lambda", "function:name")`. */
  arn(service: string, resource: string): string {
    return `arn:${this.partition}:${service}:${this.region}:${this.account}:${resource}`;
  }

  /** Terraform addresses read like the constructs' path: `aws_lambda_function.email_reminder`, without CDKTF's hash. */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const node = TerraformElement.isTerraformElement(element) ? element.node : element;
    const ids = node.scopes.slice(node.scopes.indexOf(this) + 1).map((scope) => scope.node.id);
    const parts = ids.length > 1 ? ids.filter((id) => id !== MAIN) : ids;
    const address = parts.join("_").replaceAll(/[^A-Za-z0-9_]/g, "_");
    const owner = this.#addresses.get(address) ?? node.path;
    if (owner !== node.path) {
      throw new Error(
        `"${node.path}" and "${owner}" would share the Terraform address "${address}". Rename one of them.`,
      );
    }
    this.#addresses.set(address, owner);
    return address;
  }
}

/** Says where the state is, and with it which Terraform is needed. */
function keepState(stack: SystemStack, { stage, state }: SystemStackSettings): void {
  if (!state) {
    // From cdktf.out/stacks/<system>, where Terraform runs. CDKTF's own default is an absolute path.
    new LocalBackend(stack, { path: `../../../terraform/${stage}/${stack.system}.tfstate` });
    // 1.9 is the first whose validations may refer to another variable.
    stack.addOverride("terraform.required_version", ">= 1.9");
    return;
  }
  const { bucket, region } = state;
  new S3Backend(stack, { bucket, region, key: `stepwright/${stage}/${stack.system}.tfstate`, encrypt: true });
  // The lock is an object beside the state. By override, since CDKTF's types are older than it; 1.10 is the first that knows it.
  stack.addOverride("terraform.backend.s3.use_lockfile", true);
  stack.addOverride("terraform.required_version", ">= 1.10");
}

function current<T extends TerraformElement>(source: T): T {
  source.overrideLogicalId("current");
  return source;
}
