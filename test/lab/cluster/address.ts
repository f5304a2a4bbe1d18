/** Where a running cluster is: all that a test file needs to use it, as plain JSON. */
export type ClusterAddress = {
  readonly folder: string;
  readonly serverUrl: string;
  readonly serverPort: number;
  readonly etcdPort: number;
  readonly pkiFolder: string;
  readonly adminKubeconfig: string;
  readonly auditLogPath: string;
  /** The lab's own kubectl, of the API server's version. */
  readonly kubectlPath: string;
};
