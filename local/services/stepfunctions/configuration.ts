import type { JsonObject } from "../../../asl/spec/index.js";
import { blocks } from "../../service.js";
import type { Constraints } from "./constraints.js";
import { statesError } from "./errors.js";

const logLevels = ["ALL", "ERROR", "FATAL", "OFF"];

/** What a machine has where its request says nothing. */
export const defaultConfiguration: JsonObject = {
  loggingConfiguration: { level: "OFF", includeExecutionData: false },
  tracingConfiguration: { enabled: false },
};

/**
 * The `loggingConfiguration`, `tracingConfiguration` and `encryptionConfiguration` of a request, those that it has.
 * They are kept and described; nothing is logged, traced or encrypted here. Call `check` after `done`.
 */
export function readConfiguration(read: Constraints): { readonly given: JsonObject; check(): void } {
  const logging = read.optionalObject("loggingConfiguration");
  const tracing = read.optionalObject("tracingConfiguration");
  const encryption = readEncryption(read);
  const given: Record<string, JsonObject> = {};
  let hasDestination = true;
  if (logging) {
    const level = logging.optionalText("level", { oneOf: logLevels }) ?? "OFF";
    const destinations = logging.optionalObjects("destinations", { itemName: "LogDestination" }) ?? [];
    const groups = destinations.map((destination) => {
      const group = destination.optionalObject("cloudWatchLogsLogGroup");
      return {
        cloudWatchLogsLogGroup: { logGroupArn: group?.optionalText("logGroupArn", { min: 1, max: 256 }) ?? "" },
      };
    });
    hasDestination = level === "OFF" ? groups.length <= 1 : groups.length === 1;
    given.loggingConfiguration = {
      level,
      includeExecutionData: logging.optionalBoolean("includeExecutionData") ?? false,
      ...(groups.length > 0 ? { destinations: groups } : {}),
    };
  }
  if (tracing) given.tracingConfiguration = { enabled: tracing.optionalBoolean("enabled") ?? false };
  if (encryption) given.encryptionConfiguration = encryption;
  return {
    given,
    check() {
      if (hasDestination) return;
      const message = "Invalid Logging Configuration: Must specify exactly one Log Destination.";
      throw statesError("InvalidLoggingConfiguration", message);
    },
  };
}

/** The `encryptionConfiguration` of a request, where it has one. */
export function readEncryption(read: Constraints): JsonObject | undefined {
  const encryption = read.optionalObject("encryptionConfiguration");
  if (encryption === undefined) return undefined;
  const kmsKeyId = encryption.optionalText("kmsKeyId", { min: 1, max: 2048 });
  const seconds = encryption.optionalCount("kmsDataKeyReusePeriodSeconds", 900, 60);
  return {
    type: encryption.text("type", { oneOf: ["AWS_OWNED_KEY", "CUSTOMER_MANAGED_KMS_KEY"] }),
    ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
    ...(seconds === undefined ? {} : { kmsDataKeyReusePeriodSeconds: seconds }),
  };
}

/** The configuration of an `aws_sfn_state_machine`. */
export function resourceConfiguration(attributes: JsonObject): JsonObject {
  const logging = blocks(attributes.logging_configuration)[0] ?? {};
  const tracing = blocks(attributes.tracing_configuration)[0] ?? {};
  const logGroupArn = logging.log_destination;
  return {
    loggingConfiguration: {
      level: logging.level ?? "OFF",
      includeExecutionData: logging.include_execution_data ?? false,
      ...(typeof logGroupArn === "string" ? { destinations: [{ cloudWatchLogsLogGroup: { logGroupArn } }] } : {}),
    },
    tracingConfiguration: { enabled: tracing.enabled ?? false },
  };
}
