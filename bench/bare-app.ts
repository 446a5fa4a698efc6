import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";

const blocks = v.record(v.string(), v.record(v.string(), v.record(v.string(), v.unknown())));
const document = v.looseObject({ resource: blocks, data: blocks, output: v.record(v.string(), v.unknown()) });

/**
 * The source of the barest CDKTF app with the same resources as the stacks in `outDir`: it makes each by the provider's own class and gives it the
 * synthesized arguments as they are.
 */
export async function bareApp(outDir: string): Promise<string> {
  const imports = new Map<string, string>();
  const stacks: string[] = [];
  for (const system of (await readdir(join(outDir, "stacks"))).sort()) {
    const text = await readFile(join(outDir, "stacks", system, "cdk.tf.json"), "utf8");
    const { resource, data, output } = v.parse(document, JSON.parse(text));
    const made = [
      ...Object.entries(resource).flatMap((of) => elements(of, "", imports)),
      ...Object.entries(data).flatMap((of) => elements(of, "data-", imports)),
      ...Object.entries(output).map(
        ([name, value]) => `new TerraformOutput(stack, "output-${name}", ${JSON.stringify(value)});`,
      ),
    ];
    stacks.push(`{\nconst stack = new TerraformStack(app, ${JSON.stringify(system)});`);
    stacks.push('new AwsProvider(stack, "aws", { region: "eu-west-1" });', ...made, "}");
  }
  return [
    'import { App, TerraformOutput, TerraformStack } from "cdktf";',
    'import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";',
    ...[...imports].map(([folder, name]) => `import * as ${name} from "@cdktf/provider-aws/lib/${folder}/index.js";`),
    "const app = new App({ outdir: process.argv[2] });",
    "const make = (module, type, stack, id, config) => {",
    "  const Element = Object.values(module).find((one) => one.tfResourceType === type);",
    "  const element = new Element(stack, id, {});",
    "  for (const [name, value] of Object.entries(config)) element.addOverride(name, value);",
    "};",
    ...stacks,
    "app.synth();",
    "console.error(process.resourceUsage().maxRSS);",
  ].join("\n");
}

function elements(
  [type, named]: [string, Readonly<Record<string, unknown>>],
  prefix: string,
  imports: Map<string, string>,
): readonly string[] {
  const folder = `${prefix}${(prefix === "" ? type.replace(/^aws_/, "") : type).replaceAll("_", "-")}`;
  const module = imports.get(folder) ?? `module${imports.size}`;
  imports.set(folder, module);
  return Object.entries(named).map(([name, config]) => {
    const values = [type, `${prefix}${type}-${name}`, config].map((value) => JSON.stringify(value));
    const [tfType = "", id = "", given = ""] = values;
    return `make(${module}, ${tfType}, stack, ${id}, ${given});`;
  });
}
