import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RunDocument } from "../../src/core/document/run-document.ts";
import { makeHome, type Home } from "./harness/home.ts";
import { isAlive, usePlugin, type LoginPlugin } from "./harness/login-plugin.ts";
import { runBigops } from "./harness/run-bigops.ts";
import { startStaging, type Staging } from "./harness/staging.ts";
import { keys, openTerminal, type Terminal } from "./harness/terminal.ts";
import { startBigops } from "./harness/waiting-bigops.ts";

const dryRun = ["run", "feature-store-down", "--dry-run"];
const device = "printf '\\033[1mopen https://login.example/device\\033[0m and enter ABCD-EFGH\\n' >&2";

let home: Home;
let staging: Staging;
let terminal: Terminal | null;

beforeEach(async () => {
  home = makeHome();
  terminal = null;
  staging = await startStaging(home, { fault: "bad-rollout" });
});

afterEach(async () => {
  terminal?.kill();
  await staging.close();
  home.remove();
});

const clusterChecks = ({ checks }: RunDocument) => checks.filter(({ probe }) => probe.startsWith("kubernetes."));

async function expectGone(plugin: LoginPlugin): Promise<void> {
  expect(plugin.processes().length).toBeGreaterThan(1);
  await expect.poll(() => plugin.processes().filter(isAlive), { timeout: 3_000 }).toEqual([]);
}

describe("a plugin with which somebody logs in, without a terminal", () => {
  it("is told live and without escapes, and waited for longer than a check may take", async () => {
    const plugin = usePlugin(home, `${device}; wait_for_login; give`);
    const seen = startBigops(home, [...dryRun, "--timeout", "6s", "--output", "json"]);
    await seen.until("stderr", /login says: open https:\/\/login\.example\/device and enter ABCD-EFGH\n/);
    await seen.until("stderr", /waiting for the credential plugin \S+login of user "[^"]+"; Ctrl-C stops/);
    await pause(3_500);
    plugin.logIn();
    expect(await seen.ended).toBe(1);
    const document = JSON.parse(seen.printed.stdout) as RunDocument;
    expect(clusterChecks(document).filter(({ error }) => error !== null)).toEqual([]);
    expect(document.causes.map(({ id }) => id)).toEqual(["bad-rollout"]);
    expect(plugin.runs()).toBe(1);
    expect(plugin.info().spec.interactive).toBe(false);
    expect(seen.printed.stderr).not.toContain("\u001B");
  });

  it("that fails is run once and told at once, and the rest is seen without it", async () => {
    const plugin = usePlugin(
      home,
      "echo starting >&2; echo 'SSO session expired, $API_KEY' | sed \"s/.API_KEY/$API_KEY/\" >&2; exit 7",
      {
        env: [{ name: "API_KEY", value: "abcdef-secret-1" }],
        installHint: "run: company-login",
      },
    );
    const { exitCode, stdout, stderr } = await runBigops(home, [...dryRun, "--output", "json"]);
    // Prometheus says that lookups fail.
    expect(exitCode).toBe(1);
    expect(plugin.runs()).toBe(1);
    expect(stderr).toMatch(
      /bigops: the credential plugin \S+login of user "[^"]+" failed with exit code 7: starting SSO session expired, «secret API_KEY[^»]*»\n {2}run: company-login\n/,
    );
    const told = clusterChecks(JSON.parse(stdout) as RunDocument).map(({ error }) => error);
    expect(told.length).toBeGreaterThan(2);
    for (const error of told) {
      expect(error?.message).toMatch(/login of user "[^"]+" failed with exit code 7: .*SSO session expired/);
      expect(error?.hint).toBe("run: company-login");
    }
    expect(`${stdout}${stderr}`).not.toContain("abcdef-secret-1");
  });

  it("ends at once, with all that it has started, when the command is stopped", async () => {
    const plugin = usePlugin(home, `${device}; trap '' TERM; wait_for_login; give`);
    const seen = startBigops(home, [...dryRun, "--output", "json"]);
    await seen.until("stderr", /ABCD-EFGH/);
    await expect.poll(() => plugin.processes().length).toBeGreaterThan(1);
    const stoppedMs = performance.now();
    seen.interrupt();
    expect(await seen.ended).toBe(130);
    expect(performance.now() - stoppedMs).toBeLessThan(3_000);
    await expectGone(plugin);
    expect(JSON.parse(seen.printed.stdout)).toMatchObject({ run: null, outcome: "interrupted", exitCode: 130 });
    expect(seen.printed.stderr).toMatch(/stopped while the credential plugin \S+login/);
    expect((await runBigops(home, ["runs"])).stdout).not.toMatch(/fsd-/);
  });

  it("that fails is told by the first check on the screen, and not again", async () => {
    usePlugin(home, "echo 'SSO session expired' >&2; exit 7");
    const { stdout } = await runBigops(home, dryRun);
    expect(stdout.match(/session\s+expired/g)).toHaveLength(1);
    expect(stdout).toMatch(/rollout +error: the same as pods/);
  });

  it("that must have a terminal is not started, and that is said", async () => {
    const plugin = usePlugin(home, "give", { interactiveMode: "Always" });
    const { stdout } = await runBigops(home, dryRun);
    expect(plugin.runs()).toBe(0);
    expect(stdout).toMatch(/interactiveMode: Always/);
  });
});

describe("a plugin with which somebody logs in, on a terminal", () => {
  it("has the keyboard, and what it asks for is shown before it is answered", async () => {
    const plugin = usePlugin(home, "printf 'One-time code: ' >&2; read code; [ \"$code\" = 123456 ] && give");
    terminal = openTerminal(home, dryRun);
    await terminal.waitFor(/login says: One-time code:/);
    terminal.press("123456", keys.enter);
    expect(await terminal.ended()).toBe(1);
    expect(terminal.text()).toMatch(/Cause +a release broke feature-api/);
    expect(plugin.info().spec.interactive).toBe(true);
    expect(plugin.runs()).toBe(1);
  });

  it("ends at once at Ctrl-C, with all that it has started", async () => {
    const plugin = usePlugin(home, `${device}; wait_for_login; give`);
    terminal = openTerminal(home, dryRun);
    await terminal.waitFor(/ABCD-EFGH/);
    await expect.poll(() => plugin.processes().length).toBeGreaterThan(1);
    terminal.press(keys.ctrlC);
    expect(await terminal.ended(3_000)).toBe(130);
    await expectGone(plugin);
    expect(terminal.text()).toMatch(/stopped while the credential plugin/);
  });

  it("does not have the keyboard where its kubeconfig says Never", async () => {
    const plugin = usePlugin(home, "[ -t 0 ] && exit 9; give", { interactiveMode: "Never" });
    terminal = openTerminal(home, dryRun);
    expect(await terminal.ended()).toBe(1);
    expect(plugin.info().spec.interactive).toBe(false);
    expect(terminal.text()).toMatch(/Cause +a release broke feature-api/);
  });
});
