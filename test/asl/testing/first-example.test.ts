// The first example of docs/testing.md, which people copy whole.
import { expect, test } from "vitest";
import {
  assertCalled,
  assertPath,
  assertRetried,
  assertSucceeded,
  assertWaited,
  runWorkflow,
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

test("a mail that is throttled once is sent", async () => {
  const run = await runWorkflow(definition, {
    input: { to: "ann@example.com" },
    mocks: { SendMail: [{ error: "Throttled" }, { output: { messageId: "7" } }] },
  });

  assertSucceeded(run, { messageId: "7" });
  assertPath(run, "Later", "SendMail", "Sent");
  assertCalled(run, "SendMail", { Payload: { to: "ann@example.com" } }, { Payload: { to: "ann@example.com" } });
  assertRetried(run, "SendMail", { error: "Throttled", delaySeconds: 2 });
  assertWaited(run, "Later", 3600);
  expect(run.elapsedSeconds).toBe(3602);
});
