/** Addresses, capacity and the port that answers logs and port-forwards; then the node is Ready. */
export const nodeStages = [
  {
    apiVersion: "kwok.x-k8s.io/v1alpha1",
    kind: "Stage",
    metadata: { name: "node-ready" },
    spec: {
      resourceRef: { apiGroup: "v1", kind: "Node" },
      selector: {
        matchExpressions: [
          {
            key: '.status.conditions.[] | select( .type == "Ready" ) | .status',
            operator: "NotIn",
            values: ["True"],
          },
        ],
      },
      next: {
        statusTemplate: `
{{ $now := Now }}
conditions:
{{ range NodeConditions }}
- type: {{ .type | Quote }}
  status: {{ .status | Quote }}
  reason: {{ .reason | Quote }}
  message: {{ .message | Quote }}
  lastHeartbeatTime: {{ $now | Quote }}
  lastTransitionTime: {{ $now | Quote }}
{{ end }}
addresses:
- type: InternalIP
  address: {{ NodeIP | Quote }}
- type: Hostname
  address: {{ NodeName | Quote }}
daemonEndpoints:
  kubeletEndpoint:
    Port: {{ NodePort }}
allocatable: { cpu: "64", memory: 256Gi, pods: "2000" }
capacity: { cpu: "64", memory: 256Gi, pods: "2000" }
nodeInfo:
  architecture: amd64
  bootID: lab
  containerRuntimeVersion: kwok
  kernelVersion: kwok
  kubeProxyVersion: kwok
  kubeletVersion: v1.35.3
  machineID: lab
  operatingSystem: linux
  osImage: kwok
  systemUUID: lab
phase: Running
`,
      },
    },
  },
];

/** The nodes of the lab: enough room for every suite, and no room for a request of 1000 CPUs. */
export const nodes = ["node-a", "node-b"].map((name) => ({
  apiVersion: "v1",
  kind: "Node",
  metadata: { name, labels: { "kubernetes.io/hostname": name, "kubernetes.io/os": "linux" } },
}));
