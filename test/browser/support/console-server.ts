import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { serve } from "@hono/node-server";
import { render } from "../../../asl/index.js";
import { realClock } from "../../../asl/interpreter/index.js";
import { petReminders } from "../../../asl/workflows/pet-reminders.js";
import { bundlePage, createConsole } from "../../../local/console/index.js";
import { createInbox } from "../../../local/messages.js";
import { type Inbox, isObject, type Message } from "../../../local/service.js";
import { createStepFunctionsService } from "../../../local/services/stepfunctions/index.js";
import { testContext, testResource } from "../../local/services/harness.js";

/** The real console over the real Step Functions service, with functions that put their message straight into the inbox. */
export interface ConsoleServer {
  /** `http://127.0.0.1:PORT/_local/` */
  readonly url: string;
  readonly messages: Inbox;
  /** Starts an execution of `pet-reminders` and gives its name. */
  start(reminder: { readonly message: string; readonly seconds: number; readonly phone?: string }): Promise<string>;
  stop(): Promise<void>;
}

/** @param root the repository's folder */
export async function startConsoleServer(root: string): Promise<ConsoleServer> {
  const messages = createInbox();
  const service = createStepFunctionsService(
    testContext({
      clock: realClock(),
      messages,
      invokeFunction: async (name, payload) => {
        const { to, message } = isObject(payload) ? payload : {};
        const sms = name.includes("sms");
        // The number that SMS networks keep for numbers that nobody has.
        if (to === REFUSED) {
          return {
            requestId: "1",
            functionError: "Unhandled",
            payload: { errorType: "SmsRejected", errorMessage: "refused" },
          };
        }
        messages.add(sms ? smsOf(String(to), String(message)) : emailOf(String(to), String(message)));
        return { requestId: "1", payload: { channel: sms ? "sms" : "email", status: "sent", messageId: "m-1" } };
      },
    }),
  );
  const lambda = (name: string): string => `arn:aws:lambda:eu-west-1:000000000000:function:pet-reminders-local-${name}`;
  const definition = JSON.stringify(render(petReminders, { lambda }));
  const name = "pet-reminders-local";
  await service.create(testResource("aws_sfn_state_machine", "workflow", { name, role_arn: "arn:r", definition }));
  const parts = {
    messages,
    executions: service.executions,
    systems: () => [{ name: "pet-reminders", url: "/pet-reminders/" }],
  };
  const fetch = createConsole(parts, await bundlePage(join(root, "local/console/page")));
  const server = serve({ fetch, port: 0, hostname: "127.0.0.1" });
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/_local/`,
    messages,
    async start({ message, seconds, phone = "+12025550123" }) {
      const id = randomBytes(32).toString("base64url");
      const sendAt = new Date(Date.now() + seconds * 1000).toISOString();
      const input = {
        version: 1,
        id,
        requestHash: "hash",
        sendAt,
        message,
        channel: "both",
        email: "sam@example.com",
        phone,
      };
      const stateMachineArn = `arn:aws:states:eu-west-1:000000000000:stateMachine:${name}`;
      const request = new Request("http://localhost", {
        method: "POST",
        headers: { "x-amz-target": "AWSStepFunctions.StartExecution" },
        body: JSON.stringify({ stateMachineArn, name: id, input: JSON.stringify(input) }),
      });
      const response = await service.handle?.(request, { accessKeyId: "test" });
      if (response?.status !== 200)
        throw new Error(`StartExecution answered ${response?.status}: ${await response?.text()}`);
      return id;
    },
    async stop() {
      await service.stop();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** A number that the functions here refuse. */
export const REFUSED = "+12025550199";

function emailOf(to: string, body: string): Message {
  return {
    kind: "email",
    to,
    from: "reminders@example.com",
    subject: "Pet reminder",
    body,
    at: new Date().toISOString(),
  };
}

function smsOf(to: string, body: string): Message {
  return { kind: "sms", to, body, at: new Date().toISOString() };
}
