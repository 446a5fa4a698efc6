import type { CredentialStore } from "../credentials.js";
import type { LocalContext, Service } from "../service.js";
import { createApiGatewayService } from "./apigateway/index.js";
import { createCloudFrontService } from "./cloudfront/index.js";
import { createDeclaredService } from "./declared.js";
import { createDynamodbService } from "./dynamodb.js";
import { createEventBridgeService } from "./eventbridge/index.js";
import { authorize, enforcePolicies } from "./iam/enforce.js";
import { createIamService } from "./iam/index.js";
import { createIotService, type IotService } from "./iot/index.js";
import { createLambdaService, type LambdaService } from "./lambda/index.js";
import { createS3Service } from "./s3/index.js";
import { createSesService } from "./ses.js";
import { createSnsService } from "./sns/index.js";
import { createSqsService } from "./sqs/index.js";
import { createStepFunctionsService, type StepFunctionsService } from "./stepfunctions/index.js";

/** The services of one runtime. */
export interface Services {
  readonly all: readonly Service[];
  readonly lambda: LambdaService;
  readonly states: StepFunctionsService;
  readonly iot: IotService;
}

/** How the AWS SDK calls the services that functions may reach here: `AWS_ENDPOINT_URL_<...>`. */
const sdkNames: Readonly<Record<string, string>> = {
  dynamodb: "DYNAMODB",
  iot: "IOT",
  iotdata: "IOT_DATA_PLANE",
  events: "EVENTBRIDGE",
  lambda: "LAMBDA",
  ses: "SES",
  sns: "SNS",
  sqs: "SQS",
  states: "SFN",
};

/** Makes every service there is. Where a role calls, its policies decide. */
export function createServices(context: LocalContext, credentials: CredentialStore): Services {
  const iam = createIamService(context);
  const guarded = <S extends Service>(service: S): S => enforcePolicies(service, iam, context);
  const sqs = guarded(createSqsService(context));
  const lambda = guarded(
    createLambdaService(context, {
      credentials,
      endpoints: () => endpointVariables(context.endpoint()),
      findQueue: sqs.queues.byArn,
      authorize: (roleArn, access) => authorize(iam, context, roleArn, access),
    }),
  );
  const states = guarded(
    createStepFunctionsService(context, (roleArn, access) => authorize(iam, context, roleArn, access)),
  );
  const iot = guarded(createIotService(context));
  const all = [
    createCloudFrontService(context),
    createS3Service(context),
    createApiGatewayService(context),
    lambda,
    states,
    guarded(createDynamodbService(context)),
    guarded(createEventBridgeService(context)),
    guarded(createSesService(context)),
    guarded(createSnsService(context)),
    sqs,
    iot,
    guarded(iot.dataPlane),
    iam,
    createDeclaredService(context),
  ];
  return { all, lambda, states, iot };
}

/** A service that does not run here is sent to the same address, where it is refused, and never to AWS. */
function endpointVariables(url: string): Readonly<Record<string, string>> {
  const named = Object.values(sdkNames).map((name) => [`AWS_ENDPOINT_URL_${name}`, url]);
  return { AWS_ENDPOINT_URL: url, ...Object.fromEntries(named) };
}
