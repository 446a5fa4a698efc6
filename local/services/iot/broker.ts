import { createServer, type Socket } from "node:net";
import { Aedes, type AedesPublishPacket, type Client } from "aedes";
import { type LoopbackServer, listenOnLoopback } from "../../server.js";
import type { Decision } from "../iam/policy.js";
import type { DeviceRequest } from "./device-policy.js";
import { filterProblem, matchesFilter, payloadLimit, topicProblem } from "./topics.js";

/** A message that the broker has taken. */
export interface BrokerMessage {
  readonly topic: string;
  readonly payload: Buffer;
  /** Absent for one that did not come over MQTT. */
  readonly clientId: string | undefined;
}

/** What the broker asks and tells. */
export interface BrokerSettings {
  /** Whether a client may do something. `undefined`: there is no such thing. */
  readonly decide: (clientId: string, request: DeviceRequest) => Decision | undefined;
  readonly onMessage: (message: BrokerMessage) => void;
  /** Told why a client was refused or put out. */
  readonly onRefusal: (clientId: string, reason: string) => void;
  /** Told of what goes wrong in the broker itself. */
  readonly onError: (error: unknown) => void;
}

/** A running MQTT broker. */
export interface Broker {
  readonly port: number;
  publish(message: {
    readonly topic: string;
    readonly payload: Uint8Array;
    readonly qos: 0 | 1;
    readonly retain: boolean;
  }): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts an MQTT 3.1.1 broker on loopback that keeps AWS IoT's rules: who is not allowed what it publishes or subscribes to is
 * disconnected; QoS 2 is not possible; a client that connects with an id in use takes its place; only a subscription to exactly
 * its topic gets a retained message.
 *
 * Not as in AWS: no TLS, so that nobody checks a certificate; no MQTT 5 and no WebSockets; sessions do not expire.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/mqtt.html#mqtt-differences
 * @throws PortTakenError
 */
export async function startBroker(port: number, settings: BrokerSettings): Promise<Broker> {
  const filters = new WeakMap<Client, Set<string>>();
  const sockets = new Set<Socket>();
  let stopping = false;

  const refusal = (client: Client, request: DeviceRequest): string | undefined => {
    const decision = settings.decide(client.id, request);
    if (decision === "allowed") return undefined;
    if (decision === undefined) return "there is no thing of this name";
    return `its policies do not allow iot:${request.action} on ${request.kind}/${request.name}`;
  };
  const refuse = (client: Client, reason: string): Error => {
    if (!stopping) settings.onRefusal(client.id, reason);
    return new Error(reason);
  };

  const aedes = new Aedes({
    authenticate(client, _user, _password, done) {
      const reason = refusal(client, { action: "Connect", kind: "client", name: client.id });
      if (reason !== undefined) refuse(client, reason);
      done(null, reason === undefined);
    },
    authorizePublish(client, { topic, payload, qos, retain }, done) {
      if (client === null) return done();
      const allowed = (action: "Publish" | "RetainPublish") => refusal(client, { action, kind: "topic", name: topic });
      const reason =
        messageProblem(topic, Buffer.byteLength(payload), qos) ??
        allowed("Publish") ??
        (retain ? allowed("RetainPublish") : undefined);
      done(reason === undefined ? null : refuse(client, reason));
    },
    authorizeSubscribe(client, subscription, done) {
      const { topic, qos } = subscription;
      const reason =
        (qos === 2 ? "AWS IoT has no QoS 2" : filterProblem(topic)) ??
        refusal(client, { action: "Subscribe", kind: "topicfilter", name: topic });
      if (reason !== undefined) return done(refuse(client, reason));
      filters.set(client, new Set([...(filters.get(client) ?? []), topic]));
      done(null, subscription);
    },
    authorizeForward(client, packet) {
      const wanted = [...(filters.get(client) ?? [])];
      const matching = wanted.filter((filter) =>
        packet.retain ? filter === packet.topic : matchesFilter(filter, packet.topic),
      );
      const reason = refusal(client, { action: "Receive", kind: "topic", name: packet.topic });
      return matching.length > 0 && reason === undefined ? packet : null;
    },
    published(packet: AedesPublishPacket, client: Client | null, done) {
      done();
      if (stopping || packet.topic.startsWith("$")) return;
      settings.onMessage({ topic: packet.topic, payload: Buffer.from(packet.payload), clientId: client?.id });
    },
  });
  aedes.on("unsubscribe", (topics, client) => {
    for (const topic of topics) filters.get(client)?.delete(topic);
  });
  // Without a listener, an error of its store would end the process.
  aedes.addListener("error", (error: unknown) => settings.onError(error));
  await aedes.listen();

  const server: LoopbackServer = await listenOnLoopback(port, () =>
    createServer((socket) => {
      sockets.add(socket);
      socket.on("close", () => sockets.delete(socket));
      aedes.handle(socket);
    }),
  ).catch((error: unknown) => {
    aedes.close();
    throw error;
  });

  return {
    port: server.port,
    publish: ({ topic, payload, qos, retain }) =>
      new Promise((resolve, reject) => {
        const packet = { cmd: "publish" as const, topic, payload: Buffer.from(payload), qos, retain, dup: false };
        aedes.publish(packet, (error) => (error ? reject(error) : resolve()));
      }),
    async stop() {
      stopping = true;
      for (const socket of sockets) socket.destroy();
      await server.stop();
      await new Promise<void>((resolve) => aedes.close(() => resolve()));
    },
  };
}

/** What is wrong with a message by AWS IoT's limits; `undefined` when nothing is. */
export function messageProblem(topic: string, bytes: number, qos: number): string | undefined {
  if (qos === 2) return "AWS IoT has no QoS 2";
  if (/[+#]/u.test(topic)) return "a topic to publish to has no wildcards";
  if (bytes > payloadLimit) return `the payload has ${bytes} bytes; AWS IoT allows ${payloadLimit}`;
  return topicProblem(topic);
}
