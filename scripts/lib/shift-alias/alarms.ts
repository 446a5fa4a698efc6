import { type CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";

/** The alarms of a state machine that a stack sets up, by the metric that ends their name. */
const WATCHED = ["ExecutionsFailed", "ExecutionsTimedOut", "ExecutionThrottled"];

/** Tells which of a state machine's alarms ring. */
export interface Watch {
  /** @throws Error when there is no alarm to watch */
  ringing(): Promise<readonly string[]>;
}

/** Watches the alarms `<machine>-ExecutionsFailed` and so on. */
export function watchAlarms(client: CloudWatchClient, machineName: string): Watch {
  const names = WATCHED.map((metric) => `${machineName}-${metric}`);
  return {
    ringing: async () => {
      const { MetricAlarms = [] } = await client.send(new DescribeAlarmsCommand({ AlarmNames: names }));
      const missing = names.filter((name) => !MetricAlarms.some(({ AlarmName }) => AlarmName === name));
      if (missing.length > 0) {
        throw new Error(`There is no alarm ${missing.join(", ")}, so nothing would tell of trouble. Deploy the stack.`);
      }
      return MetricAlarms.filter(({ StateValue }) => StateValue === "ALARM").map(({ AlarmName = "" }) => AlarmName);
    },
  };
}
