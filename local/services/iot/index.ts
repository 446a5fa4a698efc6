import { MqttPortError, PortTakenError } from "../../server.js";
import type { LocalContext, Service } from "../../service.js";
import { type Broker, type BrokerMessage, startBroker } from "./broker.js";
import { answerControlPlane } from "./control-plane.js";
import { answerDataPlane } from "./data-plane.js";
import { decideForDevice } from "./device-policy.js";
import { createRegistry } from "./registry.js";
import { resourceCreators } from "./resources.js";
import { type Rule, runRules } from "./rules.js";

/** IoT's control plane, with the broker that devices connect to. */
export interface IotService extends Service {
  /** Lets devices connect. @throws PortTakenError */
  listen(port: number): Promise<void>;
  /** Where devices connect; `undefined` before {@link IotService.listen}. */
  mqttPort(): number | undefined;
  /** The data plane, a service of its own: `Publish`. */
  readonly dataPlane: Service;
}

/**
 * AWS IoT Core: things, groups, certificates and policies, an MQTT broker that holds devices to those policies, and topic rules.
 *
 * The broker has no TLS here: a device is whose name it gives as its client id, and nobody checks its certificate. So it is
 * on loopback only. There are no shadows, jobs, basic ingest or fleet indexing.
 */
export function createIotService(context: LocalContext): IotService {
  const registry = createRegistry(context);
  const rules = new Map<string, Rule>();
  let broker: Broker | undefined;

  const onMessage = (message: BrokerMessage): void => {
    runRules(context, [...rules.values()], message).catch((error: unknown) => {
      context.log("error", "iot", `a message's rules failed: ${String(error)}`, { topic: message.topic });
    });
  };
  return {
    name: "iot",
    title: "IoT Core",
    resourceTypes: Object.keys(resourceCreators),
    create(resource) {
      const create = resourceCreators[resource.type];
      if (create === undefined) throw new Error(`The type "${resource.type}" is none of IoT's.`);
      return create(resource, registry, context, rules);
    },
    summary() {
      const count = `${rules.size} ${rules.size === 1 ? "rule" : "rules"}`;
      return broker === undefined ? count : `${count}, MQTT on localhost:${broker.port}`;
    },
    handle: (request) => answerControlPlane({ context, registry, mqttPort: () => broker?.port }, request),
    async listen(port) {
      if (port > 65_535) throw new MqttPortError(port);
      try {
        broker = await startBroker(port, {
          decide(clientId, request) {
            const thing = registry.things.get(clientId);
            return thing && decideForDevice(registry, { clientId, thing }, request);
          },
          onMessage,
          onError: (error) => context.log("error", "iot", `the broker failed: ${String(error)}`),
          onRefusal: (clientId, reason) => context.log("warn", "iot", `a device is refused: ${reason}`, { clientId }),
        });
      } catch (error) {
        throw error instanceof PortTakenError ? new MqttPortError(port) : error;
      }
    },
    mqttPort: () => broker?.port,
    dataPlane: {
      name: "iotdata",
      title: "IoT data plane",
      resourceTypes: [],
      create({ type }) {
        throw new Error(`The type "${type}" is none of IoT's data plane.`);
      },
      handle: (request) => answerDataPlane(() => broker, request),
      async stop() {},
    },
    async stop() {
      await broker?.stop();
      broker = undefined;
    },
  };
}
