import {
  CreateStateMachineCommand,
  StartExecutionCommand,
  TestStateCommand,
  ValidateStateMachineDefinitionCommand,
} from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { passing, refusal, roleArn, type ServedStates, serveStates } from "./stepfunctions-client.js";

let states: ServedStates;
let stateMachineArn: string | undefined;
beforeAll(async () => {
  states = await serveStates();
  const create = new CreateStateMachineCommand({ name: "deep", definition: passing(1), roleArn });
  stateMachineArn = (await states.client.send(create)).stateMachineArn;
});
afterAll(() => states.stop());

const nested = (levels: number) => "[".repeat(levels) + "]".repeat(levels);

/** States inside each other: four levels of JSON for each. */
function nestedStates(levels: number): string {
  let inner = passing(1);
  for (let level = 0; level < levels; level += 1) {
    inner = `{"StartAt":"S${level}","States":{"S${level}":{"Type":"Parallel","End":true,"Branches":[${inner}]}}}`;
  }
  return inner;
}

describe("JSON that is nested too deeply for anybody", () => {
  it("is no input of an execution", async () => {
    const start = (input: string) => states.client.send(new StartExecutionCommand({ stateMachineArn, input }));
    expect(await refusal(start(nested(1001)))).toMatch(/^InvalidExecutionInput: /u);
    expect(await refusal(start(nested(100_000)))).toMatch(/^InvalidExecutionInput: /u);
    await start(nested(1000));
    // Brackets in a text are no levels.
    await start(JSON.stringify(`"${"[".repeat(5000)}`));
  });

  it("is no input of a test of a state", async () => {
    const test = new TestStateCommand({ definition: '{"Type":"Pass","End":true}', input: nested(100_000) });
    expect(await refusal(states.client.send(test))).toMatch(/^InvalidExecutionInput: /u);
  });

  it("is no definition", async () => {
    const definition = nestedStates(3000);
    const answer = await states.client.send(new ValidateStateMachineDefinitionCommand({ definition }));
    expect(answer.diagnostics).toMatchObject([{ code: "TOO_DEEPLY_NESTED", location: "/" }]);
    const create = new CreateStateMachineCommand({ name: "deeper", definition, roleArn });
    expect(await refusal(states.client.send(create))).toContain(
      "InvalidDefinition: Invalid State Machine Definition: 'TOO_DEEPLY_NESTED",
    );
  });

  it("lets a machine with many levels of states be", async () => {
    const definition = nestedStates(200);
    await states.client.send(new CreateStateMachineCommand({ name: "levels", definition, roleArn }));
  });
});
