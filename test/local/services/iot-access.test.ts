import { expect, test } from "vitest";
import { accessRequest } from "../../../local/services/iam/access-requests.js";
import { testContext } from "./harness.js";

const iot = (name: string) => [`arn:aws:iot:eu-west-1:000000000000:${name}`];

// Source: service authorization reference, "Actions, resources, and condition keys for AWS IoT".
test.each([
  ["iot", "POST", "/things/robot1", {}, "iot:CreateThing", iot("thing/robot1")],
  ["iot", "GET", "/things", {}, "iot:ListThings", ["*"]],
  ["iot", "PUT", "/things/robot1/principals", {}, "iot:AttachThingPrincipal", ["*"]],
  ["iot", "GET", "/thing-groups/robots", {}, "iot:DescribeThingGroup", iot("thinggroup/robots")],
  [
    ...(["iot", "PUT", "/thing-groups/addThingToThingGroup", { thingGroupName: "robots" }] as const),
    ...(["iot:AddThingToThingGroup", iot("thinggroup/robots")] as const),
  ],
  ["iot", "POST", "/keys-and-certificate", {}, "iot:CreateKeysAndCertificate", ["*"]],
  ["iot", "GET", "/endpoint", {}, "iot:DescribeEndpoint", ["*"]],
  ["iotdata", "POST", "/topics/robots%2Frobot1%2Forder?qos=1", {}, "iot:Publish", iot("topic/robots/robot1/order")],
  ["iotdata", "POST", "/topics/a/b?retain=true", {}, "iot:RetainPublish", iot("topic/a/b")],
] as const)("%s: %s %s with %j asks for %s on %j", (service, method, path, input, action, resources) => {
  const body = JSON.stringify(input);
  const request = new Request(`http://localhost${path}`, { method, ...(method !== "GET" && { body }) });
  expect(accessRequest(service, testContext(), request, body)).toMatchObject({ action, resources });
});
