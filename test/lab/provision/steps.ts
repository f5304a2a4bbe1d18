import { alertmanager } from "./alertmanager.ts";
import { etcd } from "./etcd.ts";
import { kubernetes } from "./kubernetes.ts";
import { kwok } from "./kwok.ts";
import { node24 } from "./node24.ts";
import { prometheus } from "./prometheus.ts";
import type { Step } from "./step.ts";
import { toxiproxy } from "./toxiproxy.ts";

/** Everything the lab is made of; quick ones first, so that a broken network shows at once. */
export const steps: readonly Step[] = [node24, toxiproxy, alertmanager, etcd, kubernetes, kwok, prometheus];
