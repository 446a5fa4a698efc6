import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from "@aws-sdk/client-dynamodb";

/** A job to give to a robot. */
export interface Job {
  readonly jobId: string;
  readonly orderId: string;
  readonly smoothie: string;
}

/** The words that end a job; `offline` is the connection's end. */
export type EndingWord = "success" | "failure" | "offline";

/**
 * The table of robots: single-item writes, each conditional on what it relies on, so that any of them may be repeated,
 * come late or meet another one. Each says by its result whether its condition held.
 */
export interface RobotTable {
  /** Gives a free robot the job, for so many seconds at first. It succeeds again for a robot that has this very job. */
  claim(robotId: string, job: Job, seconds: number): Promise<boolean>;
  /** Whether the robot has this job in hand. */
  holds(robotId: string, jobId: string): Promise<boolean>;
  /** Keeps the task token of a job in hand; the claim runs `seconds` from now. A later token takes an earlier one's place. */
  keepToken(robotId: string, jobId: string, taskToken: string, seconds: number): Promise<boolean>;
  /** The token of a job that nobody has ended yet. */
  findToken(robotId: string, jobId: string): Promise<string | undefined>;
  /** Settles on the first word that ends the job and gives its token, to that word alone, however often it comes. */
  settleAnswer(robotId: string, jobId: string, word: EndingWord): Promise<string | undefined>;
  /** Whether the row still has this job, at work or not. */
  knows(robotId: string, jobId: string): Promise<boolean>;
  /** Takes the token away, once it is spent. */
  dropToken(robotId: string, jobId: string, taskToken: string): Promise<boolean>;
  /** A robot has connected: it is online unless it has a job in hand. An older connection than the known one changes nothing. */
  connect(robotId: string, session: string, at: number): Promise<boolean>;
  /** A connection has ended: the robot is offline. Gives the job that it had, if any, and its token unless another word has ended it. */
  disconnect(robotId: string, session: string): Promise<LostJob | "no job" | "other session">;
  /** Notes the latest connection that has ended without its beginning having been heard. */
  noteGone(robotId: string, session: string, at: number): Promise<boolean>;
  /** Whether a connection is the one that {@link RobotTable.noteGone} has noted. */
  hasGone(robotId: string, session: string): Promise<boolean>;
  /** Takes the job off a robot that has gone. */
  dropJob(robotId: string, jobId: string): Promise<boolean>;
  /** Frees a robot of an order's job, wherever that stands. */
  release(robotId: string, orderId: string): Promise<boolean>;
}

/** A job whose robot has gone. */
export interface LostJob {
  readonly jobId: string;
  readonly taskToken?: string;
}

/** What a job leaves in a robot's row, as the end of an update expression: `REMOVE ...`. */
export const jobAttributes = "jobId, orderId, smoothie, taskToken, answer, jobExpiresAt";

/** The table of robots in DynamoDB. `now` gives Unix milliseconds. */
export function dynamoDbRobotTable(client: DynamoDBClient, tableName: string, now: () => number): RobotTable {
  const update = async (robotId: string, fields: Omit<UpdateItemCommandInput, "TableName" | "Key">) => {
    try {
      return await client.send(
        new UpdateItemCommand({ TableName: tableName, Key: { robotId: { S: robotId } }, ...fields }),
      );
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  };
  const read = async (robotId: string, ProjectionExpression: string) => {
    const query = {
      TableName: tableName,
      Key: { robotId: { S: robotId } },
      ConsistentRead: true,
      ProjectionExpression,
    };
    return (await client.send(new GetItemCommand(query))).Item;
  };
  const status = { "#status": "status" };
  const time = () => ({ S: new Date(now()).toISOString() });
  const inSeconds = (seconds: number) => ({ N: String(Math.ceil(now() / 1000) + seconds) });

  // A write that changes nothing, for its condition: it reads the row as it is, not as the index remembers it.
  const holds = async (robotId: string, jobId: string) =>
    !!(await update(robotId, {
      UpdateExpression: "SET jobId = :job",
      ConditionExpression: "jobId = :job AND #status = :working",
      ExpressionAttributeNames: status,
      ExpressionAttributeValues: { ":job": { S: jobId }, ":working": { S: "WORKING" } },
    }));

  return {
    holds,

    claim: async (robotId, { jobId, orderId, smoothie }, seconds) => {
      const claimed = await update(robotId, {
        UpdateExpression:
          "SET #status = :working, statusSince = :now, jobId = :job, orderId = :order, smoothie = :smoothie, " +
          "jobExpiresAt = :expires REMOVE taskToken, answer",
        ConditionExpression: "#status = :online OR (#status = :working AND jobExpiresAt <= :seconds)",
        ExpressionAttributeNames: status,
        ExpressionAttributeValues: {
          ":working": { S: "WORKING" },
          ":online": { S: "ONLINE" },
          ":now": time(),
          ":seconds": { N: String(Math.floor(now() / 1000)) },
          ":job": { S: jobId },
          ":order": { S: orderId },
          ":smoothie": { S: smoothie },
          ":expires": inSeconds(seconds),
        },
      });
      // The SDK repeats a write whose answer was lost, and the repeated one finds its own claim.
      return claimed !== undefined || holds(robotId, jobId);
    },

    keepToken: async (robotId, jobId, taskToken, seconds) =>
      !!(await update(robotId, {
        UpdateExpression: "SET taskToken = :token, jobExpiresAt = :expires REMOVE answer",
        ConditionExpression: "jobId = :job AND #status = :working",
        ExpressionAttributeNames: status,
        ExpressionAttributeValues: {
          ":working": { S: "WORKING" },
          ":job": { S: jobId },
          ":token": { S: taskToken },
          ":expires": inSeconds(seconds),
        },
      })),

    findToken: async (robotId, jobId) => {
      const robot = await read(robotId, "jobId, taskToken, answer");
      return robot?.jobId?.S === jobId && robot.answer === undefined ? robot.taskToken?.S : undefined;
    },

    settleAnswer: async (robotId, jobId, word) => {
      const settled = await update(robotId, {
        UpdateExpression: "SET answer = :word",
        ConditionExpression:
          "jobId = :job AND attribute_exists(taskToken) AND (attribute_not_exists(answer) OR answer = :word)",
        ExpressionAttributeValues: { ":job": { S: jobId }, ":word": { S: word } },
        ReturnValues: "ALL_NEW",
      });
      return settled?.Attributes?.taskToken?.S;
    },

    knows: async (robotId, jobId) => (await read(robotId, "jobId"))?.jobId?.S === jobId,

    dropToken: async (robotId, jobId, taskToken) =>
      !!(await update(robotId, {
        UpdateExpression: "REMOVE taskToken",
        ConditionExpression: "jobId = :job AND taskToken = :token",
        ExpressionAttributeValues: { ":job": { S: jobId }, ":token": { S: taskToken } },
      })),

    connect: async (robotId, session, at) => {
      const values = { ":session": { S: session }, ":at": { N: String(at) } };
      const newer =
        "(attribute_not_exists(sessionAt) OR sessionAt < :at) AND (attribute_not_exists(#session) OR #session <> :session)";
      const names = { ...status, "#session": "session" };
      // A job in hand stays: the robot may have lost its connection for a moment only.
      const atWork = await update(robotId, {
        UpdateExpression: "SET #session = :session, sessionAt = :at",
        ConditionExpression: `#status = :working AND jobExpiresAt > :seconds AND ${newer}`,
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: {
          ...values,
          ":working": { S: "WORKING" },
          ":seconds": { N: String(Math.floor(now() / 1000)) },
        },
      });
      if (atWork) return true;
      return !!(await update(robotId, {
        UpdateExpression: `SET #status = :online, statusSince = :now, #session = :session, sessionAt = :at REMOVE ${jobAttributes}`,
        ConditionExpression: `(attribute_not_exists(#status) OR #status <> :working OR jobExpiresAt <= :seconds) AND ${newer}`,
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: {
          ...values,
          ":working": { S: "WORKING" },
          ":online": { S: "ONLINE" },
          ":now": time(),
          ":seconds": { N: String(Math.floor(now() / 1000)) },
        },
      }));
    },

    disconnect: async (robotId, session) => {
      const gone = await update(robotId, {
        UpdateExpression: "SET #status = :offline, statusSince = :now",
        ConditionExpression: "#session = :session",
        ExpressionAttributeNames: { ...status, "#session": "session" },
        ExpressionAttributeValues: {
          ":offline": { S: "OFFLINE" },
          ":now": time(),
          ":session": { S: session },
        },
        ReturnValues: "ALL_NEW",
      });
      if (!gone) return "other session";
      const { jobId, taskToken, answer } = gone.Attributes ?? {};
      if (jobId?.S === undefined) return "no job";
      const isOpen = taskToken?.S !== undefined && (answer === undefined || answer.S === "offline");
      return { jobId: jobId.S, ...(isOpen && { taskToken: taskToken.S }) };
    },

    noteGone: async (robotId, session, at) =>
      !!(await update(robotId, {
        UpdateExpression: "SET goneSession = :session, goneAt = :at",
        ConditionExpression: "attribute_not_exists(goneAt) OR goneAt < :at",
        ExpressionAttributeValues: { ":session": { S: session }, ":at": { N: String(at) } },
      })),

    hasGone: async (robotId, session) => (await read(robotId, "goneSession"))?.goneSession?.S === session,

    dropJob: async (robotId, jobId) =>
      !!(await update(robotId, {
        UpdateExpression: `REMOVE ${jobAttributes}`,
        ConditionExpression: "#status = :offline AND jobId = :job",
        ExpressionAttributeNames: status,
        ExpressionAttributeValues: { ":offline": { S: "OFFLINE" }, ":job": { S: jobId } },
      })),

    release: async (robotId, orderId) =>
      !!(await update(robotId, {
        UpdateExpression: `SET #status = :online, statusSince = :now REMOVE ${jobAttributes}`,
        ConditionExpression: "#status = :working AND orderId = :order",
        ExpressionAttributeNames: status,
        ExpressionAttributeValues: {
          ":working": { S: "WORKING" },
          ":online": { S: "ONLINE" },
          ":now": time(),
          ":order": { S: orderId },
        },
      })),
  };
}
