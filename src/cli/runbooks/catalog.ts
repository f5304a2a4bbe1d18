import { actions } from "../../actions/index.ts";
import type { Catalog } from "../../core/runbook/catalog.ts";
import { probes } from "../../probes/index.ts";

/** What runbooks may use: every probe and every action that there is. */
export const catalog: Catalog = { probes, actions };
