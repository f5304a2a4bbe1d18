import { spawn, type ChildProcess } from "node:child_process";

/**
 * A small shell that outlives this process: when the pipe to it closes without a farewell, because
 * we were killed, it kills the servers that are still on its list and removes their folders.
 */
const script = `
trap '' INT TERM HUP
pids= ; folders=
while IFS=' ' read -r verb what; do
  case $verb in
    watch) pids="$pids $what" ;;
    folder) folders="$folders $what" ;;
    forget)
      kept= ; for p in $pids; do [ "$p" = "$what" ] || kept="$kept $p"; done; pids=$kept
      kept= ; for f in $folders; do [ "$f" = "$what" ] || kept="$kept $f"; done; folders=$kept ;;
  esac
done
for p in $pids; do kill -9 "$p" 2>/dev/null; done
for f in $folders; do rm -rf -- "$f"; done
`;

let reaper: ChildProcess | undefined;

function tell(line: string): void {
  if (reaper === undefined) {
    reaper = spawn("sh", ["-c", script], { stdio: ["pipe", "ignore", "ignore"], detached: true });
    reaper.on("error", () => undefined);
    reaper.stdin?.on("error", () => undefined);
    reaper.unref();
  }
  reaper.stdin?.write(`${line}\n`);
}

/** Puts a server's process id on the list of what must not outlive us. */
export function reapProcess(pid: number): void {
  tell(`watch ${pid}`);
}

/** Puts a folder (whose path holds no white space) on the list. */
export function reapFolder(path: string): void {
  if (!/\s/.test(path)) tell(`folder ${path}`);
}

/** Takes a process id or a folder off the list again. */
export function forget(what: number | string): void {
  tell(`forget ${what}`);
}
