/** The one way to @kubernetes/client-node: named exports through this module are what the bundler can shake out. It costs 150 ms to load: import it lazily only. */
export { KubeConfig, PortForward } from "@kubernetes/client-node";
