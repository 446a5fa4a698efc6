import { makeCertificate } from "./certificate.js";
import type { ControlAction, ControlPlane } from "./control-plane.js";
import type { Certificate } from "./registry.js";
import { attachPolicy } from "./resources.js";
import { IotError, invalid, notFound } from "./rest-json.js";

/** The actions on certificates and on what policies are attached to. */
export const certificateActions: readonly ControlAction[] = [
  {
    ...{ action: "CreateKeysAndCertificate", method: "POST", path: "/keys-and-certificate" },
    act({ context, registry }, { query }) {
      const { id, certificatePem, publicKeyPem, privateKeyPem } = makeCertificate(context.clock.now());
      const arn = registry.arn("cert", id);
      registry.certificates.set(arn, { arn, id, isActive: query.get("setAsActive") === "true" });
      const keyPair = { PublicKey: publicKeyPem, PrivateKey: privateKeyPem };
      return { certificateArn: arn, certificateId: id, certificatePem, keyPair };
    },
  },
  {
    ...{ action: "DescribeCertificate", method: "GET", path: "/certificates/{certificateId}" },
    act(plane, { path }) {
      const { arn, id, isActive } = findCertificate(plane, path.certificateId);
      const status = isActive ? "ACTIVE" : "INACTIVE";
      return { certificateDescription: { certificateArn: arn, certificateId: id, status } };
    },
  },
  {
    ...{ action: "UpdateCertificate", method: "PUT", path: "/certificates/{certificateId}" },
    act(plane, { path, query }) {
      const certificate = findCertificate(plane, path.certificateId);
      const status = query.get("newStatus") ?? "";
      if (!["ACTIVE", "INACTIVE", "REVOKED"].includes(status)) throw invalid(`newStatus is ${JSON.stringify(status)}`);
      plane.registry.certificates.set(certificate.arn, { ...certificate, isActive: status === "ACTIVE" });
      return {};
    },
  },
  {
    ...{ action: "DeleteCertificate", method: "DELETE", path: "/certificates/{certificateId}" },
    act(plane, { path }) {
      const { arn, isActive } = findCertificate(plane, path.certificateId);
      const isInUse = isActive || plane.registry.principals.to(arn).length > 0;
      if (isInUse)
        throw new IotError("DeleteConflictException", 409, "The certificate is active or attached to a thing.");
      plane.registry.certificates.delete(arn);
      plane.registry.attachments.clear(arn);
      return {};
    },
  },
  {
    ...{ action: "AttachPolicy", method: "PUT", path: "/target-policies/{policyName}" },
    act({ registry }, { path: { policyName = "" }, body: { target } }) {
      try {
        attachPolicy(registry, policyName, typeof target === "string" ? target : "");
      } catch (error) {
        throw notFound(error instanceof Error ? error.message : String(error));
      }
      return {};
    },
  },
  {
    ...{ action: "DetachPolicy", method: "POST", path: "/target-policies/{policyName}" },
    act({ registry }, { path: { policyName = "" }, body: { target } }) {
      registry.attachments.remove(typeof target === "string" ? target : "", policyName);
      return {};
    },
  },
  {
    ...{ action: "ListAttachedPolicies", method: "POST", path: "/attached-policies/{target}" },
    act({ registry }, { path: { target = "" } }) {
      const names = registry.attachments.of(target);
      return { policies: names.map((policyName) => ({ policyName, policyArn: registry.arn("policy", policyName) })) };
    },
  },
];

function findCertificate({ registry }: ControlPlane, id = ""): Certificate {
  const certificate = registry.certificates.get(registry.arn("cert", id));
  if (certificate === undefined) throw notFound(`Certificate ${id} not found.`);
  return certificate;
}
