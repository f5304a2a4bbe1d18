import { Command, CommanderError, Help, Option } from "commander";
import { withoutControls } from "../core/text/plain-text.ts";
import { outliveLostStreams } from "./output/lost-streams.ts";
import { version } from "./version.ts";

/** Runs one command line; resolves with the exit code. The only place where a failure becomes words and a code. */
export async function runProgram(args: readonly string[]): Promise<number> {
  let exitCode = 0;
  outliveLostStreams();
  // Node itself would print the error as it is, with the line of code and the stack.
  process.on("uncaughtException", (error) => void exitInWords(error, args));
  const program = buildProgram((code) => (exitCode = code));
  try {
    await program.parseAsync([...args], { from: "user" });
    return exitCode;
  } catch (error) {
    return error instanceof CommanderError ? misread(error, args) : codeOf(error, args);
  }
}

async function exitInWords(error: unknown, args: readonly string[]): Promise<void> {
  process.exit(await codeOf(error, args));
}

async function codeOf(error: unknown, args: readonly string[]): Promise<number> {
  const { closeWithError } = await import("./close-with-error.ts");
  return closeWithError(error, args);
}

/** A command line that cannot be read was told of already; help and the version end here too. */
async function misread({ code, exitCode, message }: CommanderError, args: readonly string[]): Promise<number> {
  if (exitCode === 0) return 0;
  const { writeFailure } = await import("./output/failure-document.ts");
  const [first = "", ...rest] = message.replace(/^error: /, "").split("\n");
  const hint = rest.join("\n").replace(/^\((.*)\)$/, "$1");
  if (code !== "commander.help")
    await writeFailure(args, { message: first, hint: hint === "" ? null : hint, exitCode: 2 });
  return 2;
}

/** All commands with their options; each loads its own code only when it is called. */
function buildProgram(done: (exitCode: number) => void): Command {
  const program = new Command("bigops")
    .description("Runbooks that diagnose, propose one change, make it once, and check that it helped.")
    .version(version)
    .exitOverride()
    // What stands behind a command is its own.
    .enablePositionalOptions()
    .configureHelp({
      showGlobalOptions: true,
      // That a repeatable option is not given at first says nothing.
      optionDescription: (option) => new Help().optionDescription(option).replace(/ \(default: \[\]\)$/, ""),
    })
    .showHelpAfterError("(bigops --help lists the commands)")
    .configureOutput({
      writeOut: (text) => process.stdout.write(text),
      // It quotes the arguments, and an alert's labels may be among them.
      writeErr: (text) => process.stderr.write(withoutControls(text)),
    });

  holding(
    program
      .command("run")
      .argument("[runbook]", "a shipped name, one of the configured folders, or a file")
      .description("diagnose; propose; apply what you approve; verify; keep the escalation clock"),
  )
    .option("--env <name>", 'the environment of bigops.yaml; "sandbox" needs no configuration')
    .option("--context <name>", "the kubeconfig context")
    .option("-n, --namespace <name>", "the namespace")
    .option("--kubeconfig <file>", "the kubeconfig file")
    .option("--alert <name>", "instead of a runbook: the one that this alert leads to")
    .option("--label <key=value>", "with --alert: a label of the alert (repeatable)", collect, [])
    .option("--dry-run", "diagnose only: read-only, shows what would be proposed")
    .option("--check <id>", "only this check (repeatable)", collect, [])
    .option("-p, --param <key=value>", "a parameter of the runbook (repeatable)", collect, [])
    .option("--fault <name>", "with --env sandbox: the fault to inject")
    .option("--seed <number>", "with --fault: the seed of its noise")
    .action(async (runbook: string | undefined, options) =>
      done(await (await import("./commands/run.ts")).run(runbook ?? null, options)),
    );

  holding(
    program
      .command("resume")
      .argument(
        "[run|file]",
        "the run, or the file of one that was exported elsewhere; without it the one that is open",
      )
      .description(
        "go on after a crash or Ctrl-C, approve what a run without a prompt proposed, or take over an exported run",
      ),
  )
    .option("--approve <digest>", "approve this proposal (at least 12 characters of its digest)")
    .option("--unfenced", "change and page although it cannot be told whether the run was taken over elsewhere")
    .option("--env <name>", "with a file: the environment, where it is called otherwise here")
    .option("--context <name>", "with a file: the kubeconfig context")
    .option("-n, --namespace <name>", "with a file: the namespace")
    .option("--kubeconfig <file>", "with a file: the kubeconfig file")
    .action(async (run: string | undefined, options) =>
      done(await (await import("./commands/resume.ts")).resume(run ?? null, options)),
    );

  holding(
    program
      .command("undo")
      .argument("<run>", "the run")
      .argument("[proposal]", "the proposal; without it the one that was applied last")
      .description("the inverse of an applied change, with the same approval"),
  )
    .option("--approve <digest>", "approve the inverse (at least 12 characters of its digest)")
    .option("--unfenced", "change and page although it cannot be told whether the run was taken over elsewhere")
    .action(async (run: string, proposal: string | undefined, options) =>
      done(await (await import("./commands/undo.ts")).undo(run, proposal ?? null, options)),
    );

  stored(program.command("ack").argument("<run>", "the run").description("stop the paging, stay responsible")).action(
    async (run: string, options) => done(await (await import("./commands/ack.ts")).ack(run, options)),
  );

  const runs = stored(program.command("runs").description("list runs: open ones first, with what is overdue"))
    // Its own --output is another one than that of its export.
    .enablePositionalOptions()
    .addOption(new Option("--output <format>", "text or json").choices(["text", "json"]).default("text"))
    .action(async (options) => done(await (await import("./commands/runs.ts")).listRuns(options)));
  stored(runs.command("verify").argument("<run>", "the run").description("check a run's journal for damage")).action(
    // `runs` has the same option and takes it, wherever it stands.
    async (run: string, _, command: Command) =>
      done(await (await import("./commands/runs.ts")).verifyRun(run, command.optsWithGlobals())),
  );
  stored(runs.command("export").argument("<run>", "the run"))
    .description("write a run as one file, for bigops resume FILE on another machine")
    .option("--output <file>", "where to (default: stdout)")
    .action(async (run: string, options: { readonly output?: string }, command: Command) => {
      const { stateDir } = command.optsWithGlobals<{ readonly stateDir?: string }>();
      done(await (await import("./commands/export.ts")).exportOf(run, options.output ?? null, stateDir));
    });
  stored(runs.command("prune").description("remove ended runs that are older than this"))
    .requiredOption("--older-than <duration>", "e.g. 30d")
    .action(async (_, command: Command) =>
      done(await (await import("./commands/runs.ts")).pruneRuns(command.optsWithGlobals())),
    );

  stored(program.command("show").argument("<run>", "the run").description("the screen of a run, as it stands"))
    .option("--output <format[=file]>", "text, json, events or junit (repeatable)", collect, [])
    .option("-v, --verbose", "with vantage, expectation, evidence and the equivalent commands")
    .action(async (run: string, options) => done(await (await import("./commands/show.ts")).show(run, options)));

  stored(program.command("why").argument("<run>", "the run").argument("[check]", "one check; without it all of them"))
    .description("the deciding sample, its margin, and what would have flipped it")
    .action(async (run: string, check: string | undefined, options) =>
      done(await (await import("./commands/why.ts")).why(run, check ?? null, options)),
    );

  program
    .command("list")
    .description("the runbooks: name, severity, alerts, title")
    .option("--alerts", "each alert, its severity, and the runbook that it leads to")
    .addOption(new Option("--output <format>", "text or json").choices(["text", "json"]).default("text"))
    .action(async (options) => done(await (await import("./commands/list.ts")).list(options)));

  program
    .command("explain")
    .argument("<name>", "a runbook, a probe or an action")
    .description("what it does, its parameters, results and units, with an example")
    .action(async (name: string) => done(await (await import("./commands/explain.ts")).explain(name)));

  program
    .command("validate")
    .argument("[files...]", "runbooks; without them the shipped and configured ones, and bigops.yaml")
    .description("check runbooks offline: schema, types of conditions, names")
    .action(async (files: string[]) => done(await (await import("./commands/validate.ts")).validate(files)));

  program
    .command("preflight")
    .argument("[runbooks...]", "the runbooks; without them the shipped and configured ones")
    .description("online and read-only: is all there that the runbooks rely on, and may you use it?")
    .option("--env <name>", 'the environment of bigops.yaml; "sandbox" needs no configuration')
    .option("--context <name>", "the kubeconfig context")
    .option("-n, --namespace <name>", "the namespace")
    .option("--kubeconfig <file>", "the kubeconfig file")
    .option("-p, --param <key=value>", "a parameter of the runbooks (repeatable)", collect, [])
    .option("--timeout <duration>", "each question, its retries included (default: 10s)")
    .option("--output <format[=file]>", "text, json or junit (repeatable)", collect, [])
    .action(async (runbooks: string[], options) =>
      done(await (await import("./commands/preflight.ts")).preflight(runbooks, options)),
    );

  program
    .command("drill")
    .argument("[runbook]", "the runbook; default: the fault's own, with --all every shipped one")
    .description("a run against the sandbox with an injected fault, scored")
    .option("--fault <name>", "the fault")
    .option("--all", "every fault of the runbook, with the branches that none of them reaches")
    .option("--seed <number>", "the seed of the noise")
    .addOption(new Option("--output <format>", "text or json").choices(["text", "json"]).default("text"))
    .action(async (runbook: string | undefined, options) =>
      done(await (await import("./commands/drill.ts")).drill(runbook, options)),
    );

  program
    .command("init")
    .description("write a bigops.yaml to start from into this folder")
    .action(async () => done(await (await import("./commands/init.ts")).init()));

  program
    .command("completion")
    .argument("<shell>", "bash, zsh or fish")
    .description("print a completion script")
    .action(async (shell: string) => done(await (await import("./commands/completion.ts")).completion(shell, program)));

  return program;
}

/** Options of the commands that may hold a run. */
function holding(command: Command): Command {
  return stored(command)
    .option("--timeout <duration>", "each check, its retries included (default: 10s)")
    .option("--output <format[=file]>", "text, json, events or junit (repeatable)", collect, [])
    .option(
      "--wait",
      "without a terminal: stay for approvals from elsewhere, the verification and the escalation clock",
    )
    .option("-v, --verbose", "with vantage, expectation, evidence and the equivalent commands");
}

function stored(command: Command): Command {
  return command.option("--state-dir <dir>", "where runs are kept (default: your state folder, or $BIGOPS_STATE_DIR)");
}

function collect(value: string, sofar: readonly string[]): readonly string[] {
  return [...sofar, value];
}
