import {
  DescribeStateMachineAliasCommand,
  ListStateMachineVersionsCommand,
  paginateListStateMachines,
  type RoutingConfigurationListItem,
  type SFNClient,
  UpdateStateMachineAliasCommand,
} from "@aws-sdk/client-sfn";

/** The alias that the stacks make, and what it routes to. */
export interface Alias {
  readonly arn: string;
  readonly machineArn: string;
  readonly routes: readonly Route[];
}

/** A version, and how many of a hundred new executions take it. */
export interface Route {
  readonly version: number;
  readonly weight: number;
}

const ALIAS = "live";

/**
 * Finds a state machine by its name.
 *
 * @throws Error when this account has none of that name in this region
 */
export async function findMachine(client: SFNClient, name: string): Promise<string> {
  for await (const { stateMachines = [] } of paginateListStateMachines({ client }, {})) {
    const found = stateMachines.find((machine) => machine.name === name);
    if (found?.stateMachineArn !== undefined) return found.stateMachineArn;
  }
  throw new Error(`There is no state machine ${name} in this account and region. Name another --stage or --machine.`);
}

/** Reads where the alias leads now. */
export async function readAlias(client: SFNClient, machineArn: string): Promise<Alias> {
  const arn = `${machineArn}:${ALIAS}`;
  const { routingConfiguration = [] } = await client.send(
    new DescribeStateMachineAliasCommand({ stateMachineAliasArn: arn }),
  );
  return { arn, machineArn, routes: routingConfiguration.map(routeOf) };
}

function routeOf({ stateMachineVersionArn = "", weight = 0 }: RoutingConfigurationListItem): Route {
  return { version: Number(stateMachineVersionArn.split(":").at(-1)), weight };
}

/**
 * The version to go to: the one that is named, or the one that was published last.
 *
 * @throws Error when the machine has no such version
 */
export async function findVersion(client: SFNClient, machineArn: string, wanted?: number): Promise<number> {
  const versions: number[] = [];
  let nextToken: string | undefined;
  do {
    const list = new ListStateMachineVersionsCommand({ stateMachineArn: machineArn, nextToken });
    const page = await client.send(list);
    // Newest first. Source: Step Functions API reference, "ListStateMachineVersions".
    versions.push(
      ...(page.stateMachineVersions ?? []).map((one) => Number(one.stateMachineVersionArn?.split(":").at(-1))),
    );
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  const found = wanted === undefined ? versions[0] : versions.find((version) => version === wanted);
  if (found !== undefined) return found;
  if (wanted === undefined) throw new Error(`${machineArn} has no version. Deploy the stack, which publishes one.`);
  throw new Error(`There is no version ${wanted} of ${machineArn}. It has ${versions.join(", ")}.`);
}

/** Leads the alias elsewhere. */
export async function route(client: SFNClient, { arn, machineArn }: Alias, routes: readonly Route[]): Promise<void> {
  await client.send(
    new UpdateStateMachineAliasCommand({
      stateMachineAliasArn: arn,
      routingConfiguration: routes
        .filter(({ weight }) => weight > 0)
        .map(({ version, weight }) => ({ stateMachineVersionArn: `${machineArn}:${version}`, weight })),
    }),
  );
}

/** For a line of progress: `90 % version 3, 10 % version 4`. */
export function describeRoutes(routes: readonly Route[]): string {
  return routes
    .filter(({ weight }) => weight > 0)
    .map(({ version, weight }) => `${weight} % version ${version}`)
    .join(", ");
}
