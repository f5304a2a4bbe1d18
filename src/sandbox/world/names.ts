/** The namespace of the ML platform. */
export const NAMESPACE = "ml";
export const SYSTEM_NAMESPACE = "kube-system";
