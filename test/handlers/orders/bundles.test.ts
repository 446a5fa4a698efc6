import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type AwsStub, startAwsStub } from "../aws-stub.js";
import { runBundle } from "../run-bundle.js";

let aws: AwsStub;
let number = 0;
beforeAll(async () => {
  aws = await startAwsStub();
});
beforeEach(() => {
  aws.calls.length = 0;
  number += 1;
});
afterAll(() => aws.close());

const orderFor = (token: string) => ({
  version: 1,
  orderId: `o-${number}`,
  customer: { name: "Ada", email: "ada@example.com" },
  shipTo: { street: "1 High Street", postcode: "10115", city: "Berlin", country: "DE" },
  lines: [{ sku: "mug", quantity: 2 }],
  total: 2500,
  card: { token, lastFour: "4242" },
});
const run = (name: string, events: readonly unknown[], more: Readonly<Record<string, string>> = {}) =>
  runBundle(name, { ...aws.environment, EFFECTS_TABLE: "markers", ...more }, events, "orders");
const failure = (name: string) => ({ error: expect.objectContaining({ name }) });

describe("the minified bundles of the workflow's steps", () => {
  test("process-payment charges once, and refuses what is no order before it costs anything", async () => {
    const order = orderFor("tok_approved");
    const { outcomes, errors, printed } = await run("process-payment", [order, order, { ...order, lines: [] }]);
    const charged = { value: { status: "charged", chargeId: `ch_o-${number}` } };
    expect(outcomes).toEqual([charged, charged, failure("InvalidInput")]);
    expect(errors).toEqual(["Unavailable", "Undone", "InvalidInput"]);
    expect(printed).not.toContain("ada@example.com");
  });

  test("process-payment declines, and has no answer, by the card", async () => {
    expect((await run("process-payment", [orderFor("tok_declined")])).outcomes).toMatchObject([
      { value: { status: "declined" } },
    ]);
    number += 1;
    expect((await run("process-payment", [orderFor("tok_no_answer")])).outcomes).toEqual([failure("Unavailable")]);
  });

  test("refund-payment gives back once, and no charge comes after it", async () => {
    const order = orderFor("tok_approved");
    const { orderId, total, card } = order;
    await run("process-payment", [order]);
    const { outcomes } = await run("refund-payment", [
      { orderId, total, card },
      { orderId, total, card },
    ]);
    expect(outcomes).toEqual([{ value: { payment: "undone" } }, { value: { payment: "undone" } }]);
    expect((await run("process-payment", [order])).outcomes).toEqual([failure("Undone")]);
  });

  test("refund-payment tells a refusal from trouble that passes", async () => {
    const order = orderFor("tok_no_refund");
    await run("process-payment", [order]);
    const { orderId, total, card } = order;
    expect((await run("refund-payment", [{ orderId, total, card }])).outcomes).toEqual([failure("RefundRefused")]);
  });

  test("check-fraud fails for risky purchases alone", async () => {
    const purchase = { orderId: "o-1", total: 99_999, cardToken: "tok_approved", country: "DE" };
    const risky = [
      { ...purchase, cardToken: "tok_risky" },
      { ...purchase, total: 100_000 },
    ];
    const { outcomes, errors } = await run("check-fraud", [purchase, ...risky]);
    expect(outcomes).toEqual([{ value: { risk: 5 } }, failure("FraudSuspected"), failure("FraudSuspected")]);
    expect(errors).toEqual(["FraudSuspected", "Unavailable", "InvalidInput"]);
  });

  test("book-shipping and cancel-shipping are each other's opposite", async () => {
    const { orderId, shipTo } = orderFor("tok_approved");
    const parcel = { orderId, parcel: { weightGrams: 800 }, shipTo };
    const booked = { value: { trackingNumber: `TRACK-o-${number}` } };
    expect((await run("book-shipping", [parcel, parcel])).outcomes).toEqual([booked, booked]);
    expect((await run("cancel-shipping", [{ orderId }])).outcomes).toEqual([{ value: { shipment: "undone" } }]);
    expect((await run("book-shipping", [parcel])).outcomes).toEqual([failure("Undone")]);
    number += 1;
    const far = { ...parcel, orderId: `o-${number}`, shipTo: { ...shipTo, country: "AQ" } };
    expect((await run("book-shipping", [far])).outcomes).toEqual([failure("ShippingRefused")]);
  });

  test("email-customer writes to allowed addresses, once for each piece of news", async () => {
    aws.answer = () => ({
      status: 200,
      body: "<SendEmailResponse><SendEmailResult><MessageId>m-1</MessageId></SendEmailResult></SendEmailResponse>",
    });
    const news = { kind: "dispatched", orderId: `o-${number}`, email: "ada@example.com", trackingNumber: "T-1" };
    const environment = { SENDER: "shop@example.com", ALLOWED_RECIPIENTS: "@example.com", STAGE: "dev" };
    const others = [
      { ...news, kind: "failed" },
      { ...news, email: "eve@example.org" },
      { kind: "dispatched", orderId: "o-1", email: "x" },
    ];
    const { outcomes } = await run("email-customer", [news, news, ...others], environment);
    const sent = { value: { messageId: "m-1" } };
    expect(outcomes).toEqual([sent, sent, sent, failure("EmailRejected"), failure("InvalidInput")]);
    expect(aws.calls.map(({ parameters }) => parameters["Message.Subject.Data"])).toEqual([
      `Your order o-${number} is on its way`,
      `We could not deliver your order o-${number}`,
    ]);
  });

  test("email-customer tells a refusal by SES from trouble that passes", async () => {
    const refusals = [
      { status: 503, body: "" },
      { status: 400, body: "<ErrorResponse><Error><Code>MessageRejected</Code></Error></ErrorResponse>" },
    ];
    aws.answer = () => refusals.shift() ?? "hang up";
    const news = { kind: "declined", orderId: `o-${number}`, email: "ada@example.com" };
    const environment = { SENDER: "shop@example.com", ALLOWED_RECIPIENTS: "@example.com", STAGE: "dev" };
    const { outcomes, printed } = await run("email-customer", [news, news], environment);
    expect(outcomes).toEqual([failure("Unavailable"), failure("EmailRejected")]);
    expect(printed).not.toContain("ada@example.com");
  });
});
