import type { Deployment, Labels, PodSpec, ReplicaSet } from "../../world/objects.ts";
import { age, type Column, labelsText, name } from "./column.ts";

function wideContainers<T>(spec: (object: T) => PodSpec, selector: (object: T) => Labels): Column<T>[] {
  return [
    {
      name: "Containers",
      wide: true,
      cell: (object) =>
        spec(object)
          .containers.map((one) => one.name)
          .join(","),
    },
    {
      name: "Images",
      wide: true,
      cell: (object) =>
        spec(object)
          .containers.map((one) => one.image)
          .join(","),
    },
    { name: "Selector", wide: true, cell: (object) => labelsText(selector(object)) },
  ];
}

export const deployments: Column<Deployment>[] = [
  name,
  { name: "Ready", cell: ({ spec, status }) => `${status.readyReplicas ?? 0}/${spec.replicas}` },
  { name: "Up-to-date", type: "integer", cell: ({ status }) => status.updatedReplicas ?? 0 },
  { name: "Available", type: "integer", cell: ({ status }) => status.availableReplicas ?? 0 },
  age,
  ...wideContainers<Deployment>(
    (one) => one.spec.template.spec,
    (one) => one.spec.selector.matchLabels,
  ),
];

export const replicasets: Column<ReplicaSet>[] = [
  name,
  { name: "Desired", type: "integer", cell: ({ spec }) => spec.replicas },
  { name: "Current", type: "integer", cell: ({ status }) => status.replicas },
  { name: "Ready", type: "integer", cell: ({ status }) => status.readyReplicas ?? 0 },
  age,
  ...wideContainers<ReplicaSet>(
    (one) => one.spec.template.spec,
    (one) => one.spec.selector.matchLabels,
  ),
];
