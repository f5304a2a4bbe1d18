import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { commandBeside, pasted } from "../../commands/harness/pasted.ts";
import { startSandbox, type SandboxMutation } from "../../../src/sandbox/start.ts";
import { describeLab } from "../cluster-from-injected.ts";
import { badRollout } from "../platform/faults.ts";
import { proposalOf } from "../run/changes.ts";
import { releaseOf } from "../run/kubectl-view.ts";
import { onScene } from "../run/scene.ts";

describeLab("the command beside a proposal", {}, () => {
  it("is pasted where another cluster is the current one, and makes the same change on the run's own", () =>
    onScene({}, async ({ platform, home, run, bigops }) => {
      const touched: SandboxMutation[] = [];
      const other = await startSandbox({
        fault: "bad-rollout",
        seed: 1,
        startedAtMs: Date.now(),
        now: Date.now,
        onMutation: (mutation) => touched.push(mutation),
      });
      try {
        await badRollout(platform);
        const { document } = await run();
        const shown = await bigops(["show", document.run.id]);
        const command = commandBeside("same as", shown.stdout);
        const { equivalent } = proposalOf(document, "rollback").plan;
        expect(command.replaceAll(/\s*\\\n\s*/g, " ")).toBe(equivalent);
        expect(equivalent).toMatch(
          /^kubectl --kubeconfig \S+ --context lab -n \S+ rollout undo deployment\/feature-api /,
        );

        await writeFile(join(home.path, "other"), other.kubeconfigYaml, { mode: 0o600 });
        const told = await pasted(
          home,
          platform.cluster.kubectlPath,
          `KUBECONFIG=${join(home.path, "other")}; export KUBECONFIG\n${command}`,
        );
        expect(told).toMatch(/^0 .*rolled back/s);
        expect(await releaseOf(platform)).toBe("2.4.0");
        expect(touched).toEqual([]);
      } finally {
        await other.close();
      }
    }));
});
