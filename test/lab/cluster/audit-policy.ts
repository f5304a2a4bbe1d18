import { usersGroup } from "./pki.ts";

/**
 * Everything that a user under test sends, with bodies; nothing of the controllers.
 * This log is the proof that a diagnosis changes nothing and that a change happens once.
 */
export const auditPolicy = {
  apiVersion: "audit.k8s.io/v1",
  kind: "Policy",
  omitStages: ["RequestReceived"],
  rules: [{ level: "RequestResponse", userGroups: [usersGroup] }, { level: "None" }],
};
