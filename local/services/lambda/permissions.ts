import type { LocalContext, Resource } from "../../service.js";
import { optionalText, requiredText } from "../resource-attributes.js";
import { matchesWildcard } from "../wildcard.js";

/** One statement of a function's resource policy, an `aws_lambda_permission`. */
export interface Permission {
  readonly functionName: string;
  readonly principal: string;
  /** May hold `*`. */
  readonly sourceArn: string | undefined;
}

/** Reads an `aws_lambda_permission`. */
export function readPermission(resource: Resource): Permission {
  const action = requiredText(resource, "action");
  if (action !== "lambda:InvokeFunction")
    throw new Error(`'action' is "${action}"; only lambda:InvokeFunction is known here.`);
  return {
    functionName: functionNameOf(requiredText(resource, "function_name")),
    principal: requiredText(resource, "principal"),
    sourceArn: optionalText(resource, "source_arn"),
  };
}

/** Whether a permission lets a service in that acts for the resource `sourceArn`. */
export function permits(permission: Permission, functionName: string, service: string, sourceArn: string): boolean {
  const pattern = permission.sourceArn ?? "*";
  return (
    permission.functionName === functionName && permission.principal === service && matchesWildcard(pattern, sourceArn)
  );
}

/**
 * The name in a function's ARN, partial ARN, invoke ARN or name, without its qualifier.
 *
 * @example
 * functionNameOf("arn:aws:lambda:eu-west-1:000000000000:function:hello:$LATEST"); // "hello"
 */
export function functionNameOf(arnOrName: string): string {
  const name = /(?:^|:)function:([^:/]+)/u.exec(arnOrName)?.[1] ?? arnOrName;
  return name.split(":", 1)[0] ?? name;
}

/**
 * The whole ARN of a function that is named by its ARN, partial ARN or name, with the qualifier that it has there.
 *
 * @example functionArnOf(context, "hello:7"); // "arn:aws:lambda:eu-west-1:000000000000:function:hello:7"
 */
export function functionArnOf(
  { partition, region, accountId }: Pick<LocalContext, "partition" | "region" | "accountId">,
  arnOrName: string,
): string {
  if (arnOrName.startsWith("arn:")) return arnOrName;
  const [, account = accountId, name = arnOrName] = /^(\d{12}):function:(.+)$/u.exec(arnOrName) ?? [];
  return `arn:${partition}:lambda:${region}:${account}:function:${name}`;
}
