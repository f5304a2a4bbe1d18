import { waitUntil } from "../process/wait-until.ts";
import type { Ended } from "./bigops-process.ts";
import type { Scene } from "./scene.ts";

/** The first dry run in which every symptom is decided: a hung pod is one only when its start-up budget is over. */
export async function decided(scene: Scene): Promise<Ended> {
  let last: readonly string[] = [];
  return waitUntil(
    "every symptom to be decided",
    async () => {
      const ended = await scene.run(["--dry-run"]);
      const symptoms = ended.document.checks.filter(({ role }) => role === "symptom");
      last = symptoms.map(({ id, verdict, summary }) => `${id} ${verdict}: ${summary}`);
      return symptoms.every(({ verdict }) => verdict === "pass" || verdict === "fail") && ended;
    },
    { timeoutMs: 30_000, everyMs: 500, seen: () => last.join("; ") },
  );
}
