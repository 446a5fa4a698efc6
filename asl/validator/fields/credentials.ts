import { type Check, fields, object, text } from "../checks.js";
import { jsonataTemplate } from "../expressions/jsonata-template.js";
import { pathOrIntrinsic } from "../expressions/path-fields.js";
import { isExpression, isObject, isText } from "../guards.js";
import { hasPlaceholder } from "../placeholder.js";
import { inside } from "../site.js";

/** A role is named in one of the two ways, or there are no credentials. Source: recorded refusals of AWS. */
const role: Check = (value, at, key, { report }) => {
  if (!isObject(value)) return;
  if (value.RoleArn === undefined && value["RoleArn.$"] === undefined) report.add("MISSING_ROLE", inside(at, key));
};

/** `Credentials` in JSONPath form. */
export const jsonpathCredentials: Check = object(
  { what: "'Credentials'", fields: fields({ RoleArn: text, "RoleArn.$": pathOrIntrinsic("input") }) },
  role,
);

const jsonataFields = object({ what: "'Credentials'", fields: fields({ RoleArn: jsonataTemplate("before") }) }, role);

/** `Credentials` in JSONata form. */
export const jsonataCredentials: Check = (value, at, key, scene) => {
  if (isExpression(value) || (isText(value) && hasPlaceholder(value))) jsonataTemplate("before")(value, at, key, scene);
  else jsonataFields(value, at, key, scene);
};
