import type { Attributes, LocalContext, Message, Resource, Service } from "../service.js";
import { refuseApi } from "../service-refusal.js";
import { answerQuery, type QueryAction, QueryError, type QueryParameters, required } from "./aws-query.js";
import { requiredText } from "./resource-attributes.js";
import { addressProblem, bareAddress, isVerified } from "./ses-address.js";

const mostRecipients = 50;
const longestMessage = 10 * 1024 * 1024;

/** Which attribute of a resource type names its identity. */
const identityAttribute: Readonly<Record<string, string>> = {
  aws_ses_email_identity: "email",
  aws_sesv2_email_identity: "email_identity",
};

/**
 * Amazon SES: takes e-mails from the identities of the stacks and puts them into the inbox.
 *
 * Answers `SendEmail`, `ListIdentities` and `GetIdentityVerificationAttributes` of API version 2010-12-01. An identity
 * counts as verified as soon as it exists. There is no sandbox: recipients need no verification, and there is no quota.
 */
export function createSesService(context: LocalContext): Service {
  const identities = new Set<string>();
  const actions: Readonly<Record<string, QueryAction>> = {
    SendEmail: (parameters) => sendEmail(context, identities, parameters),
    ListIdentities: (parameters) => listIdentities(identities, parameters),
    GetIdentityVerificationAttributes: (parameters) => verificationAttributes(identities, parameters),
  };
  return {
    name: "ses",
    title: "SES",
    resourceTypes: Object.keys(identityAttribute),
    create(resource) {
      const identity = readIdentity(resource);
      identities.add(identity);
      return identityAttributes(context, resource, identity);
    },
    summary: () => `${identities.size} ${identities.size === 1 ? "identity" : "identities"}`,
    handle(request) {
      if (new URL(request.url).pathname.startsWith("/v2/")) {
        return refuseApi(
          request,
          "ses",
          "API version 2 of SES does not run here. Use version 1, as in: aws ses send-email.",
        );
      }
      const namespace = "http://ses.amazonaws.com/doc/2010-12-01/";
      return answerQuery({ namespace, version: "2010-12-01", actions }, request);
    },
    async stop() {},
  };
}

function readIdentity(resource: Resource): string {
  const name = identityAttribute[resource.type] ?? "email_identity";
  const identity = requiredText(resource, name);
  const problem = identity.includes("@") ? addressProblem(identity) : undefined;
  if (problem) throw new Error(`'${name}' is not an e-mail address: ${problem}.`);
  return identity;
}

function identityAttributes(context: LocalContext, resource: Resource, identity: string): Attributes {
  const arn = `arn:${context.partition}:ses:${context.region}:${context.accountId}:identity/${identity}`;
  if (resource.type === "aws_ses_email_identity") return { id: identity, arn };
  return {
    id: identity,
    arn,
    identity_type: identity.includes("@") ? "EMAIL_ADDRESS" : "DOMAIN",
    verified_for_sending_status: true,
  };
}

function sendEmail(context: LocalContext, identities: ReadonlySet<string>, parameters: QueryParameters) {
  const source = required(parameters.get("Source"), "source");
  for (const [name, member] of [
    ["Destination", "destination"],
    ["Message", "message"],
    ["Message.Subject", "message.subject"],
    ["Message.Body", "message.body"],
  ] as const) {
    required(parameters.has(name) || undefined, member);
  }
  const subject = required(parameters.get("Message.Subject.Data"), "message.subject.data");
  const body = required(
    parameters.get("Message.Body.Text.Data") ?? parameters.get("Message.Body.Html.Data"),
    "message.body.text.data",
  );
  const recipients = ["ToAddresses", "CcAddresses", "BccAddresses"].flatMap((kind) =>
    parameters.list(`Destination.${kind}`),
  );
  checkAddresses([source, ...recipients, parameters.get("ReturnPath"), ...parameters.list("ReplyToAddresses")]);
  if (recipients.length === 0) throw new QueryError("InvalidParameterValue", "Missing required header 'To'.");
  if (recipients.length > mostRecipients) {
    throw new QueryError("InvalidParameterValue", `Recipient count exceeds ${mostRecipients}.`);
  }
  refuseConfigurationSet(parameters);
  const size = Buffer.byteLength(subject) + Buffer.byteLength(body);
  if (size > longestMessage) {
    throw new QueryError(
      "InvalidParameterValue",
      `Message length is more than ${longestMessage} bytes long: '${size}'.`,
    );
  }
  refuseUnverified(context, identities, source);
  const at = new Date(context.clock.now());
  const message: Message = {
    kind: "email",
    to: recipients.map(bareAddress).join(", "),
    from: source,
    subject,
    body,
    at: at.toISOString(),
  };
  context.messages.add(message);
  context.log("info", "ses", "e-mail accepted", { recipients: recipients.length });
  return { MessageId: messageId(at, context.uuid()) };
}

function checkAddresses(addresses: readonly (string | undefined)[]): void {
  for (const address of addresses) {
    const problem = address === undefined ? undefined : addressProblem(address);
    if (problem) throw new QueryError("InvalidParameterValue", problem);
  }
}

function refuseConfigurationSet(parameters: QueryParameters): void {
  const name = parameters.get("ConfigurationSetName");
  if (name === undefined) return;
  throw new QueryError("ConfigurationSetDoesNotExist", `Configuration set <${name}> does not exist.`);
}

function refuseUnverified(context: LocalContext, identities: ReadonlySet<string>, source: string): void {
  if (isVerified(source, identities)) return;
  const address = bareAddress(source);
  const failed = address === source ? address : `${address}, ${source}`;
  throw new QueryError(
    "MessageRejected",
    "Email address is not verified. The following identities failed the check in region " +
      `${context.region.toUpperCase()}: ${failed}`,
  );
}

/** As SES makes them: a region's number and the time in milliseconds, as 16 hexadecimal digits; a UUID; six zeros. */
function messageId(at: Date, uuid: string): string {
  return `0102${at.getTime().toString(16).padStart(12, "0")}-${uuid}-000000`;
}

function listIdentities(identities: ReadonlySet<string>, parameters: QueryParameters) {
  const type = parameters.get("IdentityType");
  const all = [...identities];
  if (type === undefined) return { Identities: all };
  if (type === "EmailAddress") return { Identities: all.filter((identity) => identity.includes("@")) };
  if (type === "Domain") return { Identities: all.filter((identity) => !identity.includes("@")) };
  throw new QueryError(
    "ValidationError",
    `1 validation error detected: Value '${type}' at 'identityType' failed to satisfy constraint: ` +
      "Member must satisfy enum value set: [EmailAddress, Domain]",
  );
}

function verificationAttributes(identities: ReadonlySet<string>, parameters: QueryParameters) {
  const asked = parameters.list("Identities").filter((identity) => identities.has(identity));
  const verified = asked.map((identity) => [identity, { VerificationStatus: "Success" }] as const);
  return { VerificationAttributes: new Map(verified) };
}
