export type FlinkOptions = {
  readonly scheduler: "default" | "adaptive";
  /** Of the one TaskManager. */
  readonly slots: number;
};

export type FlinkPorts = { readonly rpc: number; readonly rest: number; readonly blobs: number };

/** Quick where Flink's defaults are slow: what is asked of it a second later should be true. */
export function flinkConfig(folder: string, ports: FlinkPorts, { scheduler, slots }: FlinkOptions): string {
  return `jobmanager.rpc.address: 127.0.0.1
jobmanager.rpc.port: ${ports.rpc}
jobmanager.bind-host: 127.0.0.1
rest.address: 127.0.0.1
rest.bind-address: 127.0.0.1
rest.port: ${ports.rest}
rest.bind-port: ${ports.rest}
blob.server.port: ${ports.blobs}
web.upload.dir: ${folder}/tmp
io.tmp.dirs: ${folder}/tmp
taskmanager.host: 127.0.0.1
taskmanager.bind-host: 127.0.0.1
taskmanager.resource-id: tm-1
taskmanager.numberOfTaskSlots: ${slots}
taskmanager.cpu.cores: 1
taskmanager.memory.task.heap.size: 256m
taskmanager.memory.task.off-heap.size: 0b
taskmanager.memory.framework.heap.size: 64m
taskmanager.memory.framework.off-heap.size: 64m
taskmanager.memory.network.min: 64m
taskmanager.memory.network.max: 64m
taskmanager.memory.managed.size: 32m
taskmanager.memory.jvm-metaspace.size: 192m
taskmanager.memory.jvm-overhead.min: 64m
taskmanager.memory.jvm-overhead.max: 64m
metrics.fetcher.update-interval: 1000
web.refresh-interval: 300
heartbeat.interval: 1000
heartbeat.timeout: 8000
cluster.registration.error-delay: 300ms
slot.request.timeout: 5000
execution.checkpointing.interval: 2s
execution.checkpointing.timeout: 10s
execution.checkpointing.externalized-checkpoint-retention: RETAIN_ON_CANCELLATION
execution.checkpointing.dir: file://${folder}/checkpoints
execution.checkpointing.savepoint-dir: file://${folder}/savepoints
restart-strategy.type: fixed-delay
restart-strategy.fixed-delay.attempts: 1000000
restart-strategy.fixed-delay.delay: 1s
${scheduler === "adaptive" ? adaptive : ""}`;
}

/** Only for the whole cluster: a job's own configuration cannot choose its scheduler. */
const adaptive = `jobmanager.scheduler: adaptive
jobmanager.adaptive-scheduler.executing.cooldown-after-rescaling: 1s
jobmanager.adaptive-scheduler.executing.resource-stabilization-timeout: 1s
jobmanager.adaptive-scheduler.submission.resource-stabilization-timeout: 1s
jobmanager.adaptive-scheduler.submission.resource-wait-timeout: 10s
jobmanager.adaptive-scheduler.rescale-trigger.max-delay: 1s
`;

/** What JDK 17 must open to Flink, as its own distribution does. */
export const flinkModules: readonly string[] = [
  "--add-exports=java.rmi/sun.rmi.registry=ALL-UNNAMED",
  "--add-exports=java.security.jgss/sun.security.krb5=ALL-UNNAMED",
  ...[
    "java.lang",
    "java.net",
    "java.io",
    "java.nio",
    "sun.nio.ch",
    "java.lang.reflect",
    "java.text",
    "java.time",
    "java.util",
    "java.util.concurrent",
    "java.util.concurrent.atomic",
    "java.util.concurrent.locks",
  ].map((name) => `--add-opens=java.base/${name}=ALL-UNNAMED`),
];

export const flinkLog = `rootLogger.level=info
rootLogger.appenderRef.out.ref=out
appender.out.type=Console
appender.out.name=out
appender.out.layout.type=PatternLayout
appender.out.layout.pattern=%d %p %m (%c{1})%n%throwable{5}
`;
