import { afterEach, describe, expect, it } from "vitest";
import { makeHome, type Home } from "./harness/home.ts";
import { runBigops } from "./harness/run-bigops.ts";
import { runIdIn } from "./harness/run-id-in.ts";
import { steady } from "./harness/steady.ts";
import { keys, openTerminal, type Terminal } from "./harness/terminal.ts";

// Short windows, so that a change is proved within seconds.
const run = [
  "run",
  "feature-store-down",
  "--env",
  "sandbox",
  "--fault",
  "bad-rollout",
  "-p",
  "window=5s",
  "-p",
  "interval=1s",
];
const question = /Apply this change to sandbox\?/;

let home: Home;
let terminal: Terminal;

function open(args: readonly string[] = run): Terminal {
  home = makeHome();
  terminal = openTerminal(home, args);
  return terminal;
}

afterEach(() => {
  terminal.kill();
  home.remove();
});

describe("on a terminal", () => {
  it("tells the story, asks, shows the details, applies what was approved, and verifies it", async () => {
    const seen = open();
    await seen.waitFor(/⏎ select/);
    await expect(steady(seen.text())).toMatchFileSnapshot("transcripts/terminal.question.txt");
    seen.press(keys.down, keys.down, keys.enter);
    await seen.waitFor(/^digest +[0-9a-f]{64}$/m);
    await seen.waitFor(/❯ no, skip/);
    expect(seen.text()).toContain("write 1: PATCH /apis/apps/v1/namespaces/ml/deployments/feature-api");
    seen.press(keys.down, keys.enter);
    await seen.waitFor(/approved by/);
    expect(await seen.ended(60_000)).toBe(0);
    const end = seen.text().slice(seen.text().lastIndexOf("? apply"));
    await expect(steady(end)).toMatchFileSnapshot("transcripts/terminal.resolved.txt");
  });

  it("is ASCII where the locale is, the question too", async () => {
    home = makeHome();
    terminal = openTerminal(home, run, { env: { LANG: "C" } });
    const seen = terminal;
    await seen.waitFor(question);
    await seen.waitFor(/enter select/);
    expect(seen.text()).toMatch(/^> no, skip/m);
    seen.press(keys.down, keys.down, keys.enter);
    await seen.waitFor(/^digest +[0-9a-f]{64}$/m);
    seen.press(keys.up, keys.enter);
    await seen.waitFor(/ok Apply this change to sandbox\? quit/);
    await seen.ended();
    expect(seen.text().match(/[^\x00-\x7f]/g)).toBeNull();
  });

  it("that can only print is asked nothing and gets no cursor moved: it is told how to approve", async () => {
    home = makeHome();
    terminal = openTerminal(home, run, { env: { TERM: "dumb" } });
    expect(await terminal.ended()).toBe(4);
    expect(terminal.text()).toMatch(/approve rollback: *\s*bigops resume \S+ --approve/);
    expect(terminal.text()).not.toMatch(question);
    expect(terminal.raw()).not.toContain("\u001B");
  });

  it("does not apply by default: Enter skips", async () => {
    const seen = open();
    await seen.waitFor(question);
    seen.press(keys.enter);
    // The problem remains and the clock runs, so the run stays until it is told to stop.
    await seen.waitFor(/watching the symptoms/);
    expect(seen.text()).toMatch(/secondary is paged in \d+ min/);
    seen.press(keys.ctrlC);
    await seen.ended();
    const shown = await runBigops(home, ["show", runIdIn(seen.text()), "--output", "json"]);
    const document = JSON.parse(shown.stdout) as { proposals: { status: string; approval: unknown }[] };
    expect(document.proposals).toMatchObject([{ status: "declined", approval: null }]);
  });

  it("what was pressed before there was a question answers nothing", async () => {
    const seen = open();
    seen.press(keys.down, keys.enter);
    await seen.waitFor(/⏎ select/);
    expect(seen.screen()).toMatch(/❯ no, skip/);
    seen.press(keys.up, keys.enter);
    expect(await seen.ended()).toBe(4);
    const shown = await runBigops(home, ["show", runIdIn(seen.text()), "--output", "json"]);
    const document = JSON.parse(shown.stdout) as { proposals: { status: string; approval: unknown }[] };
    expect(document.proposals).toMatchObject([{ status: "proposed", approval: null }]);
  });

  it("quits: nothing is applied, the run stays open, and which pages will not be sent is said", async () => {
    const seen = open();
    await seen.waitFor(question);
    seen.press(keys.up, keys.enter);
    const code = await seen.ended();
    const text = seen.text();
    expect(text).toMatch(/bigops resume fsd-[0-9a-z]{4}/);
    expect(text).toMatch(/secondary .*unattended/);
    expect(code).toBe(4);
    const { stdout } = await runBigops(home, ["runs"]);
    expect(stdout).toMatch(new RegExp(`^${runIdIn(text)} +open +awaiting-approval`, "m"));
  });

  it("stops cleanly at Ctrl-C with the command to go on, and goes on there", async () => {
    const seen = open();
    await seen.waitFor(question);
    seen.press(keys.ctrlC);
    expect(await seen.ended()).toBe(130);
    const id = runIdIn(seen.text());
    expect(seen.text()).toContain(`bigops resume ${id}`);
    expect(seen.text()).not.toMatch(/\n\s+at \S+ \(/);

    terminal = openTerminal(home, ["resume", id]);
    await terminal.waitFor(question);
    terminal.press(keys.down, keys.enter);
    expect(await terminal.ended(60_000)).toBe(0);
    expect(terminal.text()).toContain("Resolved: the symptoms are gone, verified.");
  });

  it("wraps nothing badly at 80 columns: lists neither", async () => {
    home = makeHome();
    await runBigops(home, ["run", "feature-store-down", "--env", "sandbox", "--fault", "bad-rollout"]);
    for (const args of [["runs"], ["list"], ["list", "--alerts"]]) {
      terminal = openTerminal(home, args);
      expect(await terminal.ended()).toBe(0);
      expect(terminal.text()).toMatch(/feature-store-down/);
      expect(terminal.wrappedRows(), terminal.text()).toBe(0);
    }
  });

  it.each([
    ["asks", question, "bad-rollout"],
    ["diagnoses", /asking/, "slow"],
  ])("stops cleanly when the connection drops while it %s", async (_, until, fault) => {
    const seen = open(["run", "feature-store-down", "--env", "sandbox", "--fault", fault]);
    await seen.waitFor(until);
    seen.hangUp();
    expect(await seen.ended()).toBe(130);
    const { stdout } = await runBigops(home, ["runs"]);
    expect(stdout).toMatch(/ open +interrupted/);
  });

  it("is interrupted during the diagnosis as well", async () => {
    const seen = open(["run", "feature-store-down", "--env", "sandbox", "--fault", "slow"]);
    await seen.waitFor(/asking/);
    seen.press(keys.ctrlC);
    expect(await seen.ended()).toBe(130);
    expect(seen.text()).toMatch(/bigops resume fsd-/);
  });

  it("asks on stderr while JSON goes to stdout", async () => {
    const seen = open([...run, "--output", "json=report.json"]);
    await seen.waitFor(question);
    seen.press(keys.up, keys.enter);
    await seen.ended();
    const { stdout } = await runBigops(home, ["runs", "--output", "json"]);
    expect(JSON.parse(stdout)).toHaveLength(1);
  });
});
