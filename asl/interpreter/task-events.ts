import type { Json } from "../spec/index.js";
import type { Frame } from "./frame.js";
import { failureDetails, inputDetails, outputDetails } from "./recorder.js";
import type { TaskResource } from "./resource.js";

/** The limits of one attempt, in seconds, and the role that it takes on. */
export interface TaskLimits {
  readonly timeout: number | undefined;
  readonly heartbeat: number | undefined;
  readonly roleArn: string | undefined;
}

/** The events of a kind of task. */
export interface TaskEvents {
  scheduled(frame: Frame, parameters: Json, limits: TaskLimits): void;
  /** A worker took the activity. */
  started(frame: Frame, workerName: string | undefined): void;
  submitted(frame: Frame, output: Json): void;
  succeeded(frame: Frame, output: Json): void;
  failed(frame: Frame, error: string | undefined, cause: string | undefined): void;
  /** The call failed that was to start a job or to hand out a task token. */
  submitFailed(frame: Frame, error: string | undefined, cause: string | undefined): void;
  timedOut(frame: Frame): void;
}

const timeout = { error: "States.Timeout" } as const;

/** How a task shows in the history. */
export function taskEvents(resource: TaskResource): TaskEvents {
  switch (resource.kind) {
    case "lambda":
      return lambdaEvents(resource.arn);
    case "activity":
      return activityEvents(resource.arn);
    case "service":
      return serviceEvents(resource);
  }
}

function limitDetails({ timeout, heartbeat, roleArn }: TaskLimits) {
  return {
    ...(timeout === undefined ? {} : { timeoutInSeconds: timeout }),
    ...(heartbeat === undefined ? {} : { heartbeatInSeconds: heartbeat }),
    ...(roleArn === undefined ? {} : { taskCredentials: { roleArn } }),
  };
}

function lambdaEvents(arn: string): TaskEvents {
  return {
    scheduled(frame, parameters, limits) {
      frame.record("LambdaFunctionScheduled", () => ({
        lambdaFunctionScheduledEventDetails: {
          resource: arn,
          ...inputDetails(parameters),
          ...limitDetails({ ...limits, heartbeat: undefined }),
        },
      }));
      frame.record("LambdaFunctionStarted");
    },
    started() {},
    submitted() {},
    succeeded(frame, output) {
      frame.record("LambdaFunctionSucceeded", () => ({ lambdaFunctionSucceededEventDetails: outputDetails(output) }));
    },
    failed(frame, error, cause) {
      frame.record("LambdaFunctionFailed", () => ({ lambdaFunctionFailedEventDetails: failureDetails(error, cause) }));
    },
    submitFailed() {},
    timedOut(frame) {
      frame.record("LambdaFunctionTimedOut", () => ({ lambdaFunctionTimedOutEventDetails: timeout }));
    },
  };
}

function activityEvents(arn: string): TaskEvents {
  return {
    scheduled(frame, parameters, limits) {
      frame.record("ActivityScheduled", () => ({
        activityScheduledEventDetails: { resource: arn, ...inputDetails(parameters), ...limitDetails(limits) },
      }));
    },
    started(frame, workerName) {
      frame.record("ActivityStarted", () => ({
        activityStartedEventDetails: workerName === undefined ? {} : { workerName },
      }));
    },
    submitted() {},
    succeeded(frame, output) {
      frame.record("ActivitySucceeded", () => ({ activitySucceededEventDetails: outputDetails(output) }));
    },
    failed(frame, error, cause) {
      frame.record("ActivityFailed", () => ({ activityFailedEventDetails: failureDetails(error, cause) }));
    },
    submitFailed() {},
    timedOut(frame) {
      frame.record("ActivityTimedOut", () => ({ activityTimedOutEventDetails: timeout }));
    },
  };
}

function serviceEvents({ resource, resourceType }: Extract<TaskResource, { kind: "service" }>): TaskEvents {
  const what = { resourceType, resource };
  return {
    scheduled(frame, parameters, limits) {
      frame.record("TaskScheduled", () => ({
        taskScheduledEventDetails: {
          ...what,
          region: frame.run.stateMachineArn.split(":")[3] ?? "",
          parameters: JSON.stringify(parameters),
          ...limitDetails(limits),
        },
      }));
      frame.record("TaskStarted", () => ({ taskStartedEventDetails: what }));
    },
    started() {},
    submitted(frame, output) {
      frame.record("TaskSubmitted", () => ({ taskSubmittedEventDetails: { ...what, ...outputDetails(output) } }));
    },
    succeeded(frame, output) {
      frame.record("TaskSucceeded", () => ({ taskSucceededEventDetails: { ...what, ...outputDetails(output) } }));
    },
    failed(frame, error, cause) {
      frame.record("TaskFailed", () => ({ taskFailedEventDetails: { ...what, ...failureDetails(error, cause) } }));
    },
    submitFailed(frame, error, cause) {
      frame.record("TaskSubmitFailed", () => ({
        taskSubmitFailedEventDetails: { ...what, ...failureDetails(error, cause) },
      }));
    },
    timedOut(frame) {
      frame.record("TaskTimedOut", () => ({ taskTimedOutEventDetails: { ...what, ...timeout } }));
    },
  };
}
