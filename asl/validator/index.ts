export type { Finding, Severity, ValidateOptions } from "./finding.js";
export type { AwsCode } from "./message.js";
export { awsCodeOf, type Code, codes } from "./messages.js";
export { validate } from "./validate.js";
