import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
  StartExecutionCommand,
  StopExecutionCommand,
  UpdateMapRunCommand,
} from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, expect, it } from "vitest";
import { distributed, refusal, roleArn, type ServedStates, serveStates } from "./stepfunctions-client.js";

let states: ServedStates;
beforeAll(async () => {
  states = await serveStates();
});
afterAll(() => states.stop());

/** Runs a machine with one Map run, and gives the ARNs of the execution and of the run. */
async function run(name: string, definition: string, input: string) {
  const { stateMachineArn } = await states.client.send(new CreateStateMachineCommand({ name, definition, roleArn }));
  const { executionArn } = await states.client.send(new StartExecutionCommand({ stateMachineArn, input }));
  await states.service.executions.find(executionArn ?? "")?.execution.done;
  const { mapRuns } = await states.client.send(new ListMapRunsCommand({ executionArn }));
  expect(mapRuns).toMatchObject([{ executionArn, stateMachineArn, startDate: expect.any(Date) }]);
  return { stateMachineArn, executionArn, mapRunArn: mapRuns?.[0]?.mapRunArn };
}

it("describes a Map run and its child executions", async () => {
  const { stateMachineArn, executionArn, mapRunArn } = await run("maps", distributed(), "[1,2,3]");
  expect(mapRunArn).toMatch(/^arn:aws:states:eu-west-1:000000000000:mapRun:maps\/each:[0-9a-f-]{36}$/);
  const none = { failuresNotRedrivable: 0, pendingRedrive: 0, resultsWritten: 0 };
  const counts = { pending: 0, running: 0, succeeded: 3, failed: 0, timedOut: 0, aborted: 0, total: 3, ...none };
  const { $metadata, startDate, stopDate, ...described } = await states.client.send(
    new DescribeMapRunCommand({ mapRunArn }),
  );
  expect(stopDate?.getTime()).toBeGreaterThanOrEqual(startDate?.getTime() ?? Number.NaN);
  expect(described).toMatchObject({ mapRunArn, executionArn, status: "SUCCEEDED", redriveCount: 0 });
  expect([described.itemCounts, described.executionCounts]).toEqual([counts, counts]);

  const first = await states.client.send(new ListExecutionsCommand({ mapRunArn, maxResults: 2 }));
  const rest = await states.client.send(new ListExecutionsCommand({ mapRunArn, nextToken: first.nextToken }));
  const children = [...(first.executions ?? []), ...(rest.executions ?? [])];
  expect(children).toHaveLength(3);
  const outputs: unknown[] = [];
  for (const child of children) {
    const { output } = await states.client.send(new DescribeExecutionCommand({ executionArn: child.executionArn }));
    outputs.push(output);
    expect(child).toMatchObject({ stateMachineArn: `${stateMachineArn}/each`, mapRunArn, status: "SUCCEEDED" });
  }
  expect(outputs).toEqual(["3", "2", "1"]);
  const { events } = await states.client.send(
    new GetExecutionHistoryCommand({ executionArn: children[0]?.executionArn }),
  );
  expect(events?.at(-1)?.type).toBe("ExecutionSucceeded");
  const { executions } = await states.client.send(new ListExecutionsCommand({ stateMachineArn }));
  expect(executions?.map((execution) => execution.executionArn)).toEqual([executionArn]);
});

it("changes the limits of a Map run that goes on, and of no other", async () => {
  const { client } = states;
  const definition = distributed({ Type: "Wait", Seconds: 3600 }, { MaxConcurrency: 1, ToleratedFailureCount: 1 });
  const create = new CreateStateMachineCommand({ name: "limits", definition, roleArn });
  const { stateMachineArn } = await client.send(create);
  const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn, input: "[1,2,3,4]" }));
  const { mapRuns } = await client.send(new ListMapRunsCommand({ executionArn }));
  const mapRunArn = mapRuns?.[0]?.mapRunArn;
  const described = async () => {
    const { maxConcurrency, toleratedFailureCount, toleratedFailurePercentage, itemCounts } = await client.send(
      new DescribeMapRunCommand({ mapRunArn }),
    );
    return [maxConcurrency, toleratedFailureCount, toleratedFailurePercentage, itemCounts?.running];
  };
  expect(await described()).toEqual([1, 1, 0, 1]);
  await client.send(new UpdateMapRunCommand({ mapRunArn, maxConcurrency: 3 }));
  expect(await described()).toEqual([3, 1, 0, 3]);
  await client.send(new UpdateMapRunCommand({ mapRunArn, toleratedFailureCount: 2, toleratedFailurePercentage: 99.5 }));
  expect(await described()).toEqual([3, 2, 99.5, 3]);
  const tooMany = new UpdateMapRunCommand({ mapRunArn, toleratedFailurePercentage: 101 });
  expect(await refusal(client.send(tooMany))).toContain("ValidationException: 1 validation error detected");

  // One child fails, and then no failure is tolerated any more.
  const { executions } = await client.send(new ListExecutionsCommand({ mapRunArn, maxResults: 1 }));
  await client.send(new StopExecutionCommand({ executionArn: executions?.[0]?.executionArn }));
  expect(await described()).toEqual([3, 2, 99.5, 3]);
  await client.send(new UpdateMapRunCommand({ mapRunArn, toleratedFailureCount: 0 }));
  expect(await client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
    status: "FAILED",
    error: "States.ExceedToleratedFailureThreshold",
  });
  const late = new UpdateMapRunCommand({ mapRunArn, maxConcurrency: 1 });
  expect(await refusal(client.send(late))).toMatch(/^ValidationException: /);
  const unknown = new UpdateMapRunCommand({ mapRunArn: `${mapRunArn}0`, maxConcurrency: 1 });
  expect(await refusal(client.send(unknown))).toMatch(/^ResourceNotFound: /);
});

it("counts what failed", async () => {
  const definition = distributed({ Type: "Pass", Parameters: { "value.$": "$.value" } }, { ToleratedFailureCount: 2 });
  const { mapRunArn } = await run("tolerates", definition, '[{"value":1},{},{}]');
  const described = await states.client.send(new DescribeMapRunCommand({ mapRunArn }));
  expect(described).toMatchObject({
    status: "SUCCEEDED",
    toleratedFailureCount: 2,
    itemCounts: { succeeded: 1, failed: 2, total: 3 },
  });
  const failed = await states.client.send(new ListExecutionsCommand({ mapRunArn, statusFilter: "FAILED" }));
  expect(failed.executions).toHaveLength(2);
  const redriven = await states.client.send(new ListExecutionsCommand({ mapRunArn, redriveFilter: "REDRIVEN" }));
  expect(redriven.executions).toEqual([]);
});

it("refuses what is no Map run", async () => {
  const describeRun = (mapRunArn: string) => refusal(states.client.send(new DescribeMapRunCommand({ mapRunArn })));
  const gone = "arn:aws:states:eu-west-1:000000000000:mapRun:maps/each:gone";
  expect(await describeRun(gone)).toBe(`ResourceNotFound: Resource not found: '${gone}'`);
  expect(await describeRun("x")).toMatch(/^InvalidArn/);
  expect(await describeRun(gone.replace("mapRun", "execution"))).toMatch(/^InvalidArn/);
  const both = { mapRunArn: gone, stateMachineArn: gone };
  for (const input of [{}, both]) {
    expect(await refusal(states.client.send(new ListExecutionsCommand(input)))).toMatch(/^ValidationException/);
  }
  const child = gone.replace("mapRun", "execution");
  expect(await refusal(states.client.send(new DescribeExecutionCommand({ executionArn: child })))).toMatch(
    /^ExecutionDoesNotExist/,
  );
});
