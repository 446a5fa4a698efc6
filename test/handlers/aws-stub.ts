import { createServer, type IncomingMessage, type Server } from "node:http";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import dynalite from "dynalite";
import { listen } from "../support/listen.js";

/** A request that the stub got: the service named in its signature, and the action with its parameters. */
export interface StubCall {
  readonly service: string;
  readonly action: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** What the stub answers: a status and a body, or no answer at all. */
export type StubAnswer = { readonly status: number; readonly body: string } | "hang up";

/** The services of AWS that the functions call, on loopback: DynamoDB is dynalite, the others say what a test tells them. */
export interface AwsStub {
  readonly calls: StubCall[];
  answer: (call: StubCall) => StubAnswer;
  /** The environment of a function that talks to the stub. */
  readonly environment: Readonly<Record<string, string>>;
  close(): void;
}

/** Starts the stub, with an empty table named `markers`. */
export async function startAwsStub(): Promise<AwsStub> {
  const database = dynalite({ createTableMs: 0 });
  const databaseEndpoint = await listen(database);
  await createTable(databaseEndpoint);
  const calls: StubCall[] = [];
  const server = createServer();
  const endpoint = await listen(server);
  const stub: AwsStub = {
    calls,
    answer: () => ({ status: 500, body: "" }),
    environment: {
      AWS_REGION: "eu-west-1",
      AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
      AWS_SECRET_ACCESS_KEY: "secret",
      // Lambda runs Node 22; here the SDK would print that Node 20's time is nearly over.
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
      AWS_ENDPOINT_URL_SES: endpoint,
      AWS_ENDPOINT_URL_SNS: endpoint,
      AWS_ENDPOINT_URL_SFN: endpoint,
      AWS_ENDPOINT_URL_DYNAMODB: databaseEndpoint,
    },
    close: () => [server, database].forEach(stop),
  };
  server.on("request", async (request, response) => {
    const call = await readCall(request);
    calls.push(call);
    const answer = stub.answer(call);
    if (answer === "hang up") request.socket.destroy();
    else response.writeHead(answer.status).end(answer.body);
  });
  return stub;
}

function stop(server: Server): void {
  server.closeAllConnections();
  server.close();
}

async function readCall(request: IncomingMessage): Promise<StubCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const body = Buffer.concat(chunks).toString();
  const service =
    /Credential=AKIDEXAMPLE\/\d+\/eu-west-1\/(\w+)\/aws4_request/.exec(request.headers.authorization ?? "")?.[1] ??
    "unsigned";
  const target = request.headers["x-amz-target"];
  if (typeof target === "string") return { service, action: target.split(".")[1] ?? "", parameters: JSON.parse(body) };
  const parameters = Object.fromEntries(new URLSearchParams(body));
  return { service, action: parameters.Action ?? "", parameters };
}

async function createTable(endpoint: string): Promise<void> {
  const client = new DynamoDBClient({
    endpoint,
    region: "eu-west-1",
    credentials: { accessKeyId: "x", secretAccessKey: "x" },
  });
  await client.send(
    new CreateTableCommand({
      TableName: "markers",
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
  client.destroy();
}
