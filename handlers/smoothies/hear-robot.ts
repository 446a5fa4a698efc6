import { nameOf } from "../common/failure-kind.js";
import type { Log } from "../common/logger.js";
import { parseRobotMessage, type RobotMessage, troubleOf } from "./robot-message.js";
import type { EndingWord, RobotTable } from "./robot-table.js";
import type { TaskAnswers } from "./task-answers.js";

/** What {@link hearRobot} works with. */
export interface Hearing {
  readonly table: RobotTable;
  readonly answers: TaskAnswers;
  readonly log: Log;
  /** Resolves when words that came before a connection's end have been heard, too, as a rule. */
  readonly lastWords: () => Promise<void>;
}

/** What became of a message: for the log and for tests. */
export type Heard =
  | "answered"
  /** The workflow had gone on already. */
  | "nobody waits"
  /** The robot does not have this job (any more), or another word has ended it before. */
  | "not its job"
  | "connected"
  | "gone"
  /** An older connection than the known one. */
  | "old news"
  | "malformed"
  /** A heartbeat that did not get through; the next one may. */
  | "missed";

/**
 * Takes a robot's message: answers the workflow that waits for it, or notes the robot's connection.
 *
 * Messages come late, twice, forged or not at all, and this function may die anywhere and be called again with the same
 * event. So the first word that ends a job settles, by a conditional write, what the answer is; that word alone gets the
 * token, as often as it comes, and Step Functions takes one answer for a token. The token goes away once the answer is
 * through. Had it been taken away first, a death in between would lose the answer, and a second robot would make what
 * is made already.
 *
 * @throws what the services throw when they are in trouble, so that the event comes again.
 */
export async function hearRobot(hearing: Hearing, event: unknown): Promise<Heard> {
  const message = parseRobotMessage(event);
  if (!message) {
    // Nothing of it is logged: it is somebody's text.
    hearing.log.warn("malformed", { word: "unknown" });
    return "malformed";
  }
  const heard = await act(hearing, message);
  const about = { robotId: message.robotId, word: message.word };
  hearing.log.info(heard, message.word === "status" ? about : { ...about, jobId: message.jobId });
  return heard;
}

async function act(hearing: Hearing, message: RobotMessage): Promise<Heard> {
  switch (message.word) {
    case "success":
      return endJob(hearing, message, (taskToken) => hearing.answers.success(taskToken));
    case "failure":
      return endJob(hearing, message, (taskToken) =>
        hearing.answers.failure(taskToken, "RobotFailed", troubleOf(message)),
      );
    case "heartbeat":
      return heartbeat(hearing, message.robotId, message.jobId);
    case "status":
      return message.status === "ONLINE" ? connected(hearing, message) : gone(hearing, message);
  }
}

async function endJob(
  { table }: Hearing,
  { robotId, jobId, word }: { readonly robotId: string; readonly jobId: string; readonly word: EndingWord },
  answer: (taskToken: string) => Promise<boolean>,
): Promise<Heard> {
  const taskToken = await table.settleAnswer(robotId, jobId, word);
  if (taskToken === undefined) return "not its job";
  const inTime = await answer(taskToken);
  await table.dropToken(robotId, jobId, taskToken);
  return inTime ? "answered" : "nobody waits";
}

async function heartbeat({ table, answers, log }: Hearing, robotId: string, jobId: string): Promise<Heard> {
  const taskToken = await table.findToken(robotId, jobId);
  if (taskToken === undefined) return "not its job";
  try {
    return (await answers.heartbeat(taskToken)) ? "answered" : "nobody waits";
  } catch (error) {
    // Not worth a retry: it would come later than the next one.
    log.warn("heartbeat failed", { robotId, jobId, errorCode: nameOf(error) });
    return "missed";
  }
}

/** What a connection's words have in common. */
interface Connection {
  readonly robotId: string;
  readonly session: string;
  readonly at: number;
}

// Lambda keeps no order: the word of a connection's end may be heard before that of its beginning, which would bring back a robot
// that has gone. So an end of an unknown connection is noted, and each beginning looks for its end.
async function connected(hearing: Hearing, { robotId, session, at }: Connection): Promise<Heard> {
  const isNew = await hearing.table.connect(robotId, session, at);
  if (await hearing.table.hasGone(robotId, session)) return disconnect(hearing, robotId, session);
  return isNew ? "connected" : "old news";
}

async function gone(hearing: Hearing, { robotId, session, at }: Connection): Promise<Heard> {
  const heard = await disconnect(hearing, robotId, session);
  if (heard !== "old news") return heard;
  await hearing.table.noteGone(robotId, session, at);
  // Its beginning may have been heard in between, before the note was there to be found.
  return disconnect(hearing, robotId, session);
}

async function disconnect(hearing: Hearing, robotId: string, session: string): Promise<Heard> {
  const { table, answers, lastWords } = hearing;
  const lost = await table.disconnect(robotId, session);
  if (lost === "other session") return "old news";
  if (lost === "no job") return "gone";
  const { jobId, taskToken } = lost;
  if (taskToken !== undefined) {
    // What the robot said last may be heard just after its end.
    await lastWords();
    const isOpen = (await table.settleAnswer(robotId, jobId, "offline")) !== undefined;
    // Without its job the row is that of a robot that is back already, and has nothing left to say of it.
    if (isOpen || !(await table.knows(robotId, jobId))) {
      await answers.failure(taskToken, "RobotOffline", "The robot has lost its connection.");
    }
  }
  await table.dropJob(robotId, jobId);
  return "gone";
}
