import { Logger } from "@aws-lambda-powertools/logger";

/**
 * All that a log line may hold: ids, names that we chose and numbers. There is no field for an address, a phone number or
 * a message's text, nor for an error object, whose message might quote one.
 */
export interface LogFields {
  /** API Gateway's id of the request. */
  readonly requestId?: string;
  readonly reminderId?: string;
  readonly orderId?: string;
  readonly robotId?: string;
  /** One try of one robot at one order. */
  readonly jobId?: string;
  /** What kind of message a device has sent. */
  readonly word?: string;
  /** The route's pattern, such as `GET /api/reminders/{id}`, not the path, which is the caller's text. */
  readonly route?: string;
  /** The HTTP status answered. */
  readonly status?: number;
  /** A stable code or an error's name. */
  readonly errorCode?: string;
  readonly channel?: "email" | "sms";
  /** Where an error came from, without its message: `stackFrames`. */
  readonly at?: string;
}

/** Writes one structured line a call. */
export interface Log {
  info(message: string, fields: LogFields): void;
  warn(message: string, fields: LogFields): void;
  error(message: string, fields: LogFields): void;
}

/**
 * Makes a function's log, JSON lines of Powertools for AWS Lambda.
 *
 * @example `createLog("api").info("request", { route: "POST /api/reminders", status: 202 });`
 */
export function createLog(serviceName: string): Log {
  const logger = new Logger({ serviceName });
  return {
    info: (message, fields) => logger.info(message, { ...pick(fields) }),
    warn: (message, fields) => logger.warn(message, { ...pick(fields) }),
    error: (message, fields) => logger.error(message, { ...pick(fields) }),
  };
}

// Types let an object through that has more fields than it should; this does not.
function pick(fields: LogFields): LogFields {
  const { requestId, reminderId, orderId, robotId, jobId, word, route, status, errorCode, channel, at } = fields;
  return {
    ...(requestId === undefined ? {} : { requestId }),
    ...(reminderId === undefined ? {} : { reminderId }),
    ...(orderId === undefined ? {} : { orderId }),
    ...(robotId === undefined ? {} : { robotId }),
    ...(jobId === undefined ? {} : { jobId }),
    ...(word === undefined ? {} : { word }),
    ...(route === undefined ? {} : { route }),
    ...(status === undefined ? {} : { status }),
    ...(errorCode === undefined ? {} : { errorCode }),
    ...(channel === undefined ? {} : { channel }),
    ...(at === undefined ? {} : { at }),
  };
}
