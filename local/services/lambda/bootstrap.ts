/**
 * The program of a function's worker: imports the handler, then handles one event at a time, as Lambda's Node.js
 * runtime does. It is text because it runs beside the function's code, not inside our bundle: an ES module in a file of
 * its own, so that the handler finds neither `require` nor anything of ours, exactly as in Lambda.
 *
 * Output is posted, not streamed: a worker's own stdout would lose what is not read when the worker is ended.
 */
export const bootstrap = String.raw`
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";

const post = parentPort.postMessage.bind(parentPort);
const { folder, handler: handlerName } = workerData;
for (const name of ["stdout", "stderr"]) {
  process[name].write = (chunk, encoding, callback) => {
    const text = typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8");
    post({ type: "output", name, text });
    const done = typeof encoding === "function" ? encoding : callback;
    if (done) queueMicrotask(done);
    return true;
  };
}

const asError = (value) => {
  if (value instanceof Error) {
    const trace = typeof value.stack === "string" ? value.stack.split("\n") : [];
    return { errorType: value.name || "Error", errorMessage: value.message, trace };
  }
  const errorMessage = typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
  return { errorType: typeof value, errorMessage, trace: [] };
};
const named = (errorType, error) => ({ ...asError(error), errorType });

let current;
const finish = (requestId, answer) => {
  if (current !== requestId) return;
  current = undefined;
  post({ type: "answer", requestId, ...answer });
};
const succeed = (requestId, value) => {
  let payload;
  try {
    payload = JSON.stringify(value === undefined ? null : value) ?? "null";
  } catch {
    return finish(requestId, { error: asError(new Error("Unable to stringify response body")) });
  }
  finish(requestId, { payload });
};
process.on("uncaughtException", (error) => post({ type: "fatal", error: asError(error) }));
process.on("unhandledRejection", (reason) => {
  const error = named("Runtime.UnhandledPromiseRejection", reason);
  post({ type: "fatal", error: { ...error, errorMessage: reason instanceof Error ? reason.toString() : error.errorMessage } });
});

const load = async () => {
  const dot = handlerName.lastIndexOf(".");
  const moduleName = handlerName.slice(0, dot);
  const exported = handlerName.slice(dot + 1);
  const file = [".js", ".mjs", ".cjs"].map((ending) => join(folder, moduleName + ending)).find(existsSync);
  if (file === undefined) {
    throw named("Runtime.ImportModuleError", new Error("Error: Cannot find module '" + moduleName + "'"));
  }
  let module;
  try {
    module = await import(pathToFileURL(file).href);
  } catch (error) {
    if (error instanceof SyntaxError) throw named("Runtime.UserCodeSyntaxError", error);
    const missing = error?.code === "ERR_MODULE_NOT_FOUND" || error?.code === "MODULE_NOT_FOUND";
    throw missing ? named("Runtime.ImportModuleError", error) : asError(error);
  }
  const handler = module[exported] ?? module.default?.[exported];
  if (handler === undefined) {
    throw named("Runtime.HandlerNotFound", new Error(handlerName + " is undefined or not exported"));
  }
  if (typeof handler !== "function") {
    throw named("Runtime.HandlerNotFound", new Error(handlerName + " is not a function"));
  }
  return handler;
};

const invoke = (handler, { requestId, event, deadline, context }) => {
  current = requestId;
  const fail = (error) => finish(requestId, { error: asError(error) });
  const callback = (error, value) => (error ? fail(error) : succeed(requestId, value));
  const lambdaContext = {
    ...context,
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    done: callback,
    succeed: (value) => succeed(requestId, value),
    fail,
  };
  try {
    const result = handler(JSON.parse(event), lambdaContext, callback);
    if (typeof result?.then === "function") result.then((value) => succeed(requestId, value), fail);
    // A function that neither promises nor takes a callback has nothing to answer with.
    else if (handler.length < 3) succeed(requestId, null);
  } catch (error) {
    fail(error);
  }
};

try {
  const handler = await load();
  parentPort.on("message", (message) => invoke(handler, message));
  post({ type: "ready" });
} catch (error) {
  post({ type: "fatal", error });
}
`;
