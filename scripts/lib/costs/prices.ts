/** What is known of one price. */
export interface Price {
  /** What is counted, in words. */
  readonly unit: string;
  /** US dollars for `per` units. */
  readonly usd: number;
  readonly per: number;
  /** Free every month, for as long as the account exists unless it says otherwise. */
  readonly free: string;
  /** The title of the page it was read on, in a stored copy, and what that page says of its place and date. */
  readonly source: string;
  /** Whether the source names Ireland, or a price that holds everywhere. */
  readonly ireland: boolean;
}

const MILLION = 1_000_000;

/**
 * Prices in US dollars, as sources gave them on 2026-11-21. None was read from AWS's price list itself: look them up before you rely on
 * a sum. The free amounts are not taken off anywhere.
 */
export const prices = {
  transition: {
    ...{ unit: "state transition, Standard", usd: 0.025, per: 1000, free: "4,000 transitions", ireland: true },
    source: "“AWS Step Functions Pricing” (AWS, table with Europe (Ireland))",
  },
  express: {
    ...{ unit: "request, Express", usd: 1, per: MILLION, free: "none", ireland: false },
    source: "“AWS Step Functions Pricing: Standard vs Express” (Wring, March 2026)",
  },
  expressSeconds: {
    ...{ unit: "GB-second, Express", usd: 0.00001667, per: 1, free: "none", ireland: false },
    source: "“AWS Step Functions Pricing: Standard vs Express” (Wring, March 2026)",
  },
  call: {
    ...{ unit: "Lambda request", usd: 0.2, per: MILLION, free: "1 million requests", ireland: false },
    source: "“AWS Lambda Pricing Breakdown” (Cloudchipr, 2024, US East)",
  },
  callSeconds: {
    ...{ unit: "Lambda GB-second, arm64", usd: 0.0000133334, per: 1, free: "400,000 GB-seconds", ireland: false },
    source: "“AWS Lambda Pricing Breakdown” (Cloudchipr, 2024, US East)",
  },
  httpRequest: {
    ...{ unit: "HTTP API request", usd: 1, per: MILLION, free: "1 million for 12 months", ireland: false },
    source: "“Cost optimization”, whitepaper on private APIs (AWS, us-east-1; Ireland is dearer)",
  },
  write: {
    ...{ unit: "DynamoDB write, on demand, 1 KB", usd: 0.625, per: MILLION, free: "none on demand", ireland: false },
    source: "“Amazon DynamoDB Pricing: On-Demand & Provisioned Plans” (Airbyte, July 2025, US East; Ireland is dearer)",
  },
  read: {
    ...{ unit: "DynamoDB read, on demand, 4 KB", usd: 0.125, per: MILLION, free: "none on demand", ireland: false },
    source: "“Amazon DynamoDB Pricing: On-Demand & Provisioned Plans” (Airbyte, July 2025, US East; Ireland is dearer)",
  },
  email: {
    ...{ unit: "e-mail by SES, without a plan", usd: 0.1, per: 1000, free: "depends on the account", ireland: false },
    source: "“SES” (AceCloudInterviews, undated); plans exist since July 2026: see below",
  },
  publish: {
    ...{ unit: "SNS publish", usd: 0.5, per: MILLION, free: "1 million", ireland: false },
    source: "“Amazon SNS Pricing: Why a Single Publish Can Bill as Four Charges” (FactualMinds, 2026, US East)",
  },
  notification: {
    ...{ unit: "SNS delivery by e-mail", usd: 2, per: 100_000, free: "1,000", ireland: false },
    source: "“Amazon SNS Pricing: Why a Single Publish Can Bill as Four Charges” (FactualMinds, 2026, US East)",
  },
  queueRequest: {
    ...{ unit: "SQS request", usd: 0.4, per: MILLION, free: "1 million", ireland: false },
    source: "“Amazon SQS Pricing: Complete Guide” (CloudBurn, March 2026, US East)",
  },
  message: {
    ...{ unit: "IoT message, 5 KB", usd: 1, per: MILLION, free: "500,000 for 12 months", ireland: true },
    source: "“AWS IoT Core pricing” (AWS, examples for Europe (Ireland)), as transcribed in September 2026",
  },
  rule: {
    ...{
      unit: "IoT rule triggered, or its action",
      usd: 0.15,
      per: MILLION,
      free: "250,000 for 12 months",
      ireland: false,
    },
    source: "not found in a source; from memory",
  },
  trace: {
    ...{ unit: "X-Ray trace recorded", usd: 5, per: MILLION, free: "100,000", ireland: true },
    source: "“AWS X-Ray Pricing” (AWS)",
  },
  logs: {
    ...{ unit: "GB of logs", usd: 0.5, per: 1, free: "5 GB", ireland: false },
    source:
      "“Amazon CloudWatch Pricing” (FactualMinds, 2026, US East; Ireland is dearer); free: “Amazon CloudWatch Pricing” (AWS)",
  },
} as const satisfies Record<string, Price>;

/** What is paid for by its number. */
export type Meter = keyof typeof prices;
