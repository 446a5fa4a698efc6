import { createServer } from "node:http";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { describe, expect, test } from "vitest";
import { once } from "../../../handlers/common/client-options.js";
import { failureKind, nameOf } from "../../../handlers/common/failure-kind.js";
import { listen } from "../../support/listen.js";

const awsError = (name: string, httpStatusCode: number) =>
  Object.assign(new Error("words"), { name, $metadata: { httpStatusCode } });

describe("by name, status and code", () => {
  test.each([
    ["Throttling", 400, "throttled"],
    ["ThrottlingException", 400, "throttled"],
    ["TooManyRequestsException", 400, "throttled"],
    ["Whatever", 429, "throttled"],
    ["ExpiredTokenException", 400, "throttled"],
    ["MessageRejected", 400, "rejected"],
    ["MailFromDomainNotVerifiedException", 400, "rejected"],
    ["InvalidParameterException", 400, "rejected"],
    ["AccessDenied", 403, "rejected"],
    ["RequestTimeout", 408, "unconfirmed"],
    ["InternalFailure", 500, "unconfirmed"],
    ["ServiceUnavailable", 503, "unconfirmed"],
    ["SyntaxError", 200, "unconfirmed"],
  ])("%s %d: %s", (name, status, kind) => expect(failureKind(awsError(name, status))).toBe(kind));

  test.each([undefined, null, "text", new Error("bug"), {}])("%j: unconfirmed", (error) => {
    expect(failureKind(error)).toBe("unconfirmed");
  });

  test("a name is one of AWS's or the system's words, never a sentence", () => {
    expect(nameOf(awsError("MessageRejected", 400))).toBe("MessageRejected");
    expect(nameOf(Object.assign(new Error("x"), { code: "ECONNRESET" }))).toBe("ECONNRESET");
    expect(nameOf(awsError("Address owner@example.com is not verified", 400))).toBe("UnknownError");
    expect(nameOf(undefined)).toBe("UnknownError");
  });
});

describe("by a real client", () => {
  const failureOf = async (endpoint: string) => {
    const credentials = { accessKeyId: "x", secretAccessKey: "x" };
    const quick = { ...once, requestHandler: { ...once.requestHandler, requestTimeout: 200 } };
    const client = new SNSClient({ ...quick, endpoint, region: "eu-west-1", credentials });
    const error: unknown = await client
      .send(new PublishCommand({ PhoneNumber: "+12025550123", Message: "m" }))
      .catch((e: unknown) => e);
    client.destroy();
    return [failureKind(error), nameOf(error)];
  };
  const serverThat = async (answer: Parameters<typeof createServer>[1]) => {
    let requests = 0;
    const server = createServer((request, response) => {
      requests += 1;
      answer?.(request, response);
    });
    const endpoint = await listen(server);
    const failure = await failureOf(endpoint);
    server.closeAllConnections();
    server.close();
    return { failure, requests };
  };

  test("nobody listens: nothing was sent", async () => {
    const server = createServer();
    const endpoint = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    expect(await failureOf(endpoint)).toEqual(["throttled", "ECONNREFUSED"]);
  });

  test("no such host: nothing was sent", async () => {
    expect((await failureOf("http://nobody.invalid"))[0]).toBe("throttled");
  });

  test("no answer in time: it may have been sent, and is not repeated", async () => {
    const { failure, requests } = await serverThat(() => undefined);
    expect(failure).toEqual(["unconfirmed", "ETIMEDOUT"]);
    expect(requests).toBe(1);
  });

  test("the connection breaks: it may have been sent, and is not repeated", async () => {
    const { failure, requests } = await serverThat((request) => void request.socket.destroy());
    expect(failure).toEqual(["unconfirmed", "ECONNRESET"]);
    expect(requests).toBe(1);
  });

  test("an answer that cannot be read: it may have been sent", async () => {
    const { failure } = await serverThat((_, response) => void response.end("<not-xml"));
    expect(failure[0]).toBe("unconfirmed");
  });

  test("a refusal in AWS's words", async () => {
    const error = (code: string) =>
      `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>m</Message></Error></ErrorResponse>`;
    for (const [code, kind] of [
      ["Throttling", "throttled"],
      ["InvalidParameter", "rejected"],
    ] as const) {
      const { failure } = await serverThat(
        (_, response) => void response.writeHead(400, { "content-type": "text/xml" }).end(error(code)),
      );
      expect(failure[0]).toBe(kind);
    }
  });
});
