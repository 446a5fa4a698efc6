// What docs/testing.md shows stands here, word for word, and runs; its first example, a whole file, in first-example.test.ts.
import { readFileSync } from "node:fs";
import { afterAll, describe, expect, expectTypeOf, test } from "vitest";
import {
  assertCovered,
  assertFailed,
  assertNotCalled,
  assertRetried,
  assertSucceeded,
  bucketFiles,
  childExecution,
  coverage,
  coverageDiagram,
  failTimes,
  fromMockConfig,
  lambdaMock,
  mergeCoverage,
  runWorkflow,
  timesOut,
  type WorkflowRun,
} from "../../../asl/testing/index.js";

const definition = {
  QueryLanguage: "JSONata",
  StartAt: "Later",
  States: {
    Later: { Type: "Wait", Seconds: 3600, Next: "SendMail" },
    SendMail: {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Arguments: { FunctionName: "mail", Payload: { to: "{% $states.input.to %}" } },
      TimeoutSeconds: 30,
      Retry: [{ ErrorEquals: ["Throttled"], IntervalSeconds: 2, MaxAttempts: 3 }],
      Catch: [{ ErrorEquals: ["States.ALL"], Next: "NotSent" }],
      Output: "{% $states.result.Payload %}",
      Next: "Sent",
    },
    Sent: { Type: "Succeed" },
    NotSent: { Type: "Fail", Error: "NotSent" },
  },
};

interface Mail {
  readonly to: string;
}
interface MailSent {
  readonly messageId: string;
}
/** As `defineHandler` makes it. */
declare const handler: { (event: Mail): Promise<MailSent>; readonly errors: readonly ("Throttled" | "Refused")[] };

const runs: WorkflowRun[] = [];

async function run(mocks: Parameters<typeof runWorkflow>[1]): Promise<WorkflowRun> {
  const finished = await runWorkflow(definition, { input: { to: "ann@example.com" }, ...mocks });
  runs.push(finished);
  return finished;
}

describe("docs/testing.md", () => {
  test("failures", async () => {
    const throttled = await run({
      mocks: { SendMail: failTimes(2, { error: "Throttled" }, { output: { messageId: "7" } }) },
    });
    assertRetried(throttled, "SendMail", { delaySeconds: 2 }, { delaySeconds: 4 });

    const silent = await run({ mocks: { SendMail: [timesOut] } });
    assertFailed(silent, "NotSent");
    expect(silent.elapsedSeconds).toBe(3630);
  });

  test("types of a handler", async () => {
    const SendMail = lambdaMock<typeof handler>({ error: "Throttled" }, ({ to }) => ({ messageId: `to ${to}` }));
    const sent = await run({ mocks: { SendMail } });
    expect(sent.output).toEqual({ messageId: "to ann@example.com" });
    // @ts-expect-error the handler has no such error
    lambdaMock<typeof handler>({ error: "Throtled" });
    // @ts-expect-error the handler gives a messageId
    lambdaMock<typeof handler>({ output: { id: "7" } });
    lambdaMock<typeof handler>((event) => {
      expectTypeOf(event).toEqualTypeOf<Mail>();
      return { messageId: "7" };
    });
  });

  test("task tokens", async () => {
    const blend = {
      QueryLanguage: "JSONata",
      StartAt: "Blend",
      States: {
        Blend: {
          Type: "Task",
          Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
          Arguments: { QueueUrl: "q", MessageBody: { token: "{% $states.context.Task.Token %}" } },
          TimeoutSeconds: 120,
          HeartbeatSeconds: 20,
          End: true,
        },
      },
    };

    // A robot that works for 50 seconds and says every 10 that it is alive.
    const done = await runWorkflow(blend, {
      mocks: { Blend: [{ output: "blended", afterSeconds: 50, heartbeatEverySeconds: 10 }] },
    });
    assertSucceeded(done, "blended");

    // One that falls silent after its second heartbeat, and answers when nobody waits any more.
    const late = await runWorkflow(blend, {
      mocks: {
        Blend: async (_call, task) => {
          task.heartbeat();
          await task.wait(15);
          task.heartbeat();
          await task.wait(60);
          return "blended";
        },
      },
    });
    assertFailed(late, "States.Timeout");
    expect(late.elapsedSeconds).toBe(35);
  });

  test("nested executions", async () => {
    const parent = {
      QueryLanguage: "JSONata",
      StartAt: "Notify",
      States: {
        Notify: {
          Type: "Task",
          Resource: "arn:aws:states:::states:startExecution.sync:2",
          Arguments: { StateMachineArn: "notify", Input: { to: "ann@example.com" } },
          Output: "{% $states.result.Output %}",
          End: true,
        },
      },
    };

    const run = await runWorkflow(parent, {
      mocks: { Notify: childExecution(definition, { mocks: { SendMail: [{ output: { messageId: "7" } }] } }) },
    });
    assertSucceeded(run, { messageId: "7" });
    expect(run.children[0]?.path).toEqual(["Later", "SendMail", "Sent"]);
  });

  test("AWS's mock configuration file", async () => {
    const file = {
      StateMachines: { mail: { TestCases: { Retried: { SendMail: "ThrottledOnce" } } } },
      MockedResponses: {
        ThrottledOnce: {
          "0": { Throw: { Error: "Throttled", Cause: "slow down" } },
          "1-2": { Return: { StatusCode: 200, Payload: { messageId: "7" } } },
        },
      },
    };

    const retried = await run({ mocks: fromMockConfig(file, "mail", "Retried") });
    assertSucceeded(retried, { messageId: "7" });
  });

  test("files", async () => {
    const count = {
      QueryLanguage: "JSONata",
      StartAt: "EachOrder",
      States: {
        EachOrder: {
          Type: "Map",
          ItemReader: {
            Resource: "arn:aws:states:::s3:getObject",
            ReaderConfig: { InputType: "CSV", CSVHeaderLocation: "FIRST_ROW" },
            Arguments: { Bucket: "orders", Key: "today.csv" },
          },
          ItemProcessor: {
            ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
            StartAt: "Id",
            States: { Id: { Type: "Pass", Output: "{% $states.input.id %}", End: true } },
          },
          End: true,
        },
      },
    };

    const run = await runWorkflow(count, { objects: bucketFiles({ "orders/today.csv": "id,total\no-1,5\no-2,7" }) });
    assertSucceeded(run, ["o-1", "o-2"]);
  });

  test("coverage, and the rest that it asks for", async () => {
    const refused = await run({ mocks: { SendMail: [{ error: "Refused" }] } });
    assertFailed(refused, "NotSent");
    assertNotCalled(await runWorkflow({ StartAt: "Sent", States: { Sent: { Type: "Succeed" } } }), "SendMail");
    const both = mergeCoverage(coverage(definition, runs.slice(0, 1)), coverage(definition, runs.slice(1)));
    expect(both).toEqual(coverage(definition, runs));
    expect(coverageDiagram(definition, coverage(definition, []))).toContain("not reached");
  });

  afterAll(() => {
    assertCovered(coverage(definition, runs));
  });

  test("shows what runs here", () => {
    // The formatter may break lines elsewhere, and then adds a comma.
    const plain = (text: string) => text.replaceAll(/\s+/g, "").replaceAll(/,(?=[\])}])/g, "");
    const files = ["examples", "first-example"].map((name) => `test/asl/testing/${name}.test.ts`);
    const here = plain(files.map((file) => readFileSync(file, "utf8")).join(""));
    const page = readFileSync("docs/testing.md", "utf8");
    const examples = [...page.matchAll(/```ts\n(.*?)```/gs)].map(([, code = ""]) => code);
    expect(examples.length).toBeGreaterThan(7);
    for (const example of examples) expect(here).toContain(plain(example));
  });
});
