import type { Attributes, LocalContext, Resource, Service } from "../service.js";
import { requiredText } from "./resource-attributes.js";

type Compute = (resource: Resource, context: LocalContext) => Attributes;

/** Resources that do nothing on one machine, with the attributes that others may refer to. */
const declared: Readonly<Record<string, Compute>> = {
  aws_cloudwatch_log_group: (resource, context) => {
    const name = requiredText(resource, "name");
    return { id: name, arn: arn(context, "logs", `log-group:${name}`) };
  },
  aws_cloudwatch_metric_alarm: (resource, context) => {
    const name = requiredText(resource, "alarm_name");
    return { id: name, arn: arn(context, "cloudwatch", `alarm:${name}`) };
  },
};

/** Creates the resources that are accepted and do nothing here. */
export function createDeclaredService(context: LocalContext): Service {
  return {
    name: "declared",
    title: "Declared only",
    resourceTypes: Object.keys(declared),
    create(resource) {
      const compute = declared[resource.type];
      if (compute === undefined)
        throw new Error(`The type "${resource.type}" is not declared in local/services/declared.ts.`);
      return compute(resource, context);
    },
    async stop() {},
  };
}

function arn({ partition, region, accountId }: LocalContext, service: string, resource: string): string {
  return `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
}
