import * as v from "valibot";

const recordSchema = v.record(v.string(), v.unknown());
const documentSchema = v.looseObject({ resource: v.record(v.string(), v.record(v.string(), recordSchema)) });

/** A `cdk.tf.json`, to be changed in place: every scenario gets its own copy. */
export type Document = v.InferOutput<typeof documentSchema>;

/** Reads a `cdk.tf.json`. */
export const parseDocument = (text: string): Document => v.parse(documentSchema, JSON.parse(text));

/** A change of a stack, as a pull request might make it. */
export interface Scenario {
  readonly name: string;
  readonly system: string;
  /** `first`: nothing is deployed yet; `destroy`: the stack is gone from the sources. */
  readonly kind: "first" | "change" | "destroy";
  readonly change: (document: Document) => void;
  /** How the changed file is written: layout means nothing. */
  readonly write?: (document: Document) => string;
  /** Functions whose code changes, each with the bytes that its zip grows by. */
  readonly grown?: Readonly<Record<string, number>>;
}

type Block = Record<string, unknown>;

/** One resource of a document. @throws Error when there is none */
function resource({ resource }: Document, type: string, name: string): Block {
  const found = resource[type]?.[name];
  if (found !== undefined) return found;
  throw new Error(`The stack has no ${type}.${name} any more: give the scenario another one.`);
}

/** Changes JSON that stands in a resource's argument as text. */
function editJson(block: Block, argument: string, edit: (value: Block) => void): void {
  const value = v.parse(recordSchema, JSON.parse(v.parse(v.string(), block[argument])));
  edit(value);
  block[argument] = JSON.stringify(value);
}

const workflow = (document: Document) => resource(document, "aws_sfn_state_machine", "workflow");

function states(document: Document, edit: (states: Record<string, Block>) => void): void {
  editJson(workflow(document), "definition", (definition) => {
    const states = v.parse(v.record(v.string(), recordSchema), definition.States);
    edit(states);
    definition.States = states;
  });
}

/** The object with its keys the other way round, at every depth. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}

const nothing = () => {};

/** The ten changes whose reviews are checked in, most on the stack of the reminders. */
export const scenarios: readonly Scenario[] = [
  { name: "first-deploy", system: "hello", kind: "first", change: nothing },
  {
    ...{ name: "changed-wait", system: "pet-reminders", kind: "change" },
    change: (document) =>
      states(document, ({ Timer }) => {
        if (Timer !== undefined) Timer.Timestamp = "{% $states.context.Execution.Input.remindAt %}";
      }),
  },
  {
    ...{ name: "renamed-state", system: "pet-reminders", kind: "change" },
    change: (document) =>
      states(document, (all) => {
        const { SendEmail, Channel } = all;
        if (SendEmail === undefined || Channel === undefined) throw new Error("SendEmail or Channel is gone.");
        delete all.SendEmail;
        all.MailReminder = SendEmail;
        Channel.Choices = JSON.parse(JSON.stringify(Channel.Choices).replace('"SendEmail"', '"MailReminder"'));
      }),
  },
  {
    ...{ name: "removed-catch", system: "pet-reminders", kind: "change" },
    // The state that it led to goes too: Step Functions refuses one that nothing leads to.
    change: (document) =>
      states(document, (all) => {
        delete all.SendSms?.Catch;
        delete all.SmsFailed;
      }),
  },
  {
    ...{ name: "widened-iam", system: "pet-reminders", kind: "change" },
    change(document) {
      const block = resource(document, "aws_iam_role_policy", "email_reminder_role_policy");
      editJson(block, "policy", (policy) => {
        const statements = v.parse(v.array(v.unknown()), policy.Statement);
        policy.Statement = [
          ...statements,
          { Effect: "Allow", Action: ["s3:GetObject", "dynamodb:*"], Resource: ["*"] },
        ];
      });
    },
  },
  {
    ...{ name: "replaced-table", system: "pet-reminders", kind: "change" },
    change(document) {
      const table = resource(document, "aws_dynamodb_table", "send_markers");
      const [attribute] = v.parse(v.array(recordSchema), table.attribute);
      table.hash_key = "reminder";
      table.attribute = [{ ...attribute, name: "reminder" }];
    },
  },
  {
    ...{ name: "new-route", system: "pet-reminders", kind: "change" },
    change(document) {
      const route = resource(document, "aws_apigatewayv2_route", "http_api_route_post_api_reminders");
      const routes = document.resource.aws_apigatewayv2_route ?? {};
      routes.http_api_route_put_api_reminders_id = { ...route, route_key: "PUT /api/reminders/{id}" };
      resource(document, "aws_apigatewayv2_api", "http_api").cors_configuration = {
        allow_origins: ["https://pets.example.com"],
        allow_methods: ["PUT"],
      };
    },
  },
  {
    ...{ name: "changed-handler", system: "pet-reminders", kind: "change", change: nothing },
    grown: { email_reminder: 1536 },
  },
  {
    ...{ name: "nothing", system: "pet-reminders", kind: "change", change: nothing },
    // Another layout of the file.
    write: (document) => JSON.stringify(reversed(document), null, 1),
  },
  { name: "destroy", system: "hello", kind: "destroy", change: nothing },
];
