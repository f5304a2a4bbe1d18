import type { Json } from "../core/json.ts";

/** A condition on one label, as Alertmanager writes it. */
export interface AlertMatcher {
  readonly name: string;
  readonly value: string;
  readonly isRegex: boolean;
  /** false: the label must not be so. */
  readonly isEqual: boolean;
}

/** An alert that fires, whether it notifies or not. A resolved one is not listed by Alertmanager. */
export interface FiringAlert {
  readonly fingerprint: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  /** `suppressed`: silenced, inhibited or muted by time; `unprocessed`: too new to tell. */
  readonly state: "active" | "suppressed" | "unprocessed";
  /** Ids of the silences that hide it. */
  readonly silencedBy: readonly string[];
  /** Fingerprints of the alerts that inhibit it. */
  readonly inhibitedBy: readonly string[];
}

export interface Silence {
  readonly id: string;
  readonly state: "active" | "pending" | "expired";
  readonly matchers: readonly AlertMatcher[];
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly updatedAtMs: number;
  readonly createdBy: string;
  readonly comment: string;
}

/** How the members of a cluster of Alertmanagers see each other, from the one that was asked. */
export interface AlertmanagerCluster {
  /** `disabled`: it runs alone; `settling`: it does not know yet what the others know. */
  readonly state: "ready" | "settling" | "disabled";
  /** Members that it sees, itself included; 0 where it runs alone. */
  readonly members: number;
  /** Members that it knows of and cannot reach; null where its metrics do not say. */
  readonly failedPeers: number | null;
}

export interface AlertmanagerWrite {
  readonly method: "POST" | "DELETE";
  /** e.g. "/api/v2/silences" */
  readonly path: string;
  readonly contentType: string;
  readonly body: Json;
}

/** Alertmanager's API v2. Rejects with ClientError; an HTML page is `unexpected-answer` or what its status says. */
export interface AlertmanagerClient {
  readonly vantage: string;
  readonly displayUrl: string;
  cluster(signal: AbortSignal): Promise<AlertmanagerCluster>;
  /** Alerts that fire and have all of these labels, in the server's order. */
  alerts(labels: Readonly<Record<string, string>>, signal: AbortSignal): Promise<readonly FiringAlert[]>;
  /** Expired ones too: they are kept for some days. */
  silences(signal: AbortSignal): Promise<readonly Silence[]>;
  silence(id: string, signal: AbortSignal): Promise<Silence>;
  /** Sends one change, once. Resolves with what the server answered; null for an empty answer. */
  write(request: AlertmanagerWrite, signal: AbortSignal): Promise<Json>;
}
