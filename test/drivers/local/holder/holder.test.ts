import { mkdir, mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { HolderMessage } from "../../../../src/drivers/local/holder/message.ts";
import { claimRun } from "../../../../src/drivers/local/real-world/claim.ts";
import { realWorld } from "../../../../src/drivers/local/real-world/real-world.ts";
import type { Claim } from "../../../../src/drivers/local/world.ts";
import { bundle } from "../process/bundle.ts";
import { type Contender, startContender } from "./contenders.ts";

const { holder } = realWorld;
const acknowledged: HolderMessage = {
  op: "event",
  event: { type: "acknowledged", by: { user: "ada", as: null, host: "laptop" } },
};

let script: Awaited<ReturnType<typeof bundle>>;
let folder: string;
let contenders: Contender[] = [];
let claims: Claim[] = [];

beforeAll(async () => {
  script = await bundle(fileURLToPath(new URL("./contender.ts", import.meta.url)));
});
afterAll(async () => await script.remove());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "bigops-holder-"));
});
afterEach(async () => {
  await Promise.all(contenders.map((contender) => contender.kill()));
  await Promise.all(claims.map((claim) => claim.release()));
  contenders = [];
  claims = [];
  await rm(folder, { recursive: true });
});

async function start(count: number): Promise<readonly Contender[]> {
  const started = await Promise.all(Array.from({ length: count }, () => startContender(script.path, folder)));
  contenders.push(...started);
  return started;
}

async function claimHere(runFolder = folder): Promise<Claim> {
  const claim = await holder.claim(runFolder);
  if (claim === "held") throw new Error("somebody holds the run");
  claims.push(claim);
  return claim;
}

describe("holding a run", () => {
  test.each([2, 10])(
    "is decided for one of %i processes that try at once, again after each is killed",
    async (count) => {
      let rivals = await start(count);
      while (rivals.length > 0) {
        const said = await Promise.all(rivals.map((rival) => rival.claim()));
        expect(said.filter((word) => word === "holds")).toHaveLength(1);
        const winner = rivals[said.indexOf("holds")];
        await winner?.kill();
        rivals = rivals.filter((rival) => rival !== winner);
      }
    },
  );

  test("is not taken by one that was overtaken twice between looking and linking", async () => {
    let overtaken = false;
    const late = await claimRun(folder, async () => {
      if (overtaken) return;
      overtaken = true;
      await (await claimHere()).release();
      claims = [];
      await claimHere();
    });
    expect(late).toBe("held");
    expect(await claims[0]?.stillHeld()).toBe(true);
  });

  test("ends with the process, however it ends", async () => {
    const [killed, left] = await start(2);
    expect(await killed?.claim()).toBe("holds");
    expect(await holder.isHeld(folder)).toBe(true);
    await killed?.kill();
    expect(await holder.isHeld(folder)).toBe(false);
    expect(await left?.claim()).toBe("holds");
    await left?.leave();
    expect(await holder.isHeld(folder)).toBe(false);
  });

  test("is not lost by a process that was only suspended", async () => {
    const [suspended] = await start(1);
    expect(await suspended?.claim()).toBe("holds");
    suspended?.process.kill("SIGSTOP");
    expect(await holder.claim(folder)).toBe("held");
    suspended?.process.kill("SIGCONT");
  });

  test("leaves plain files behind, all of them private", async () => {
    const claim = await claimHere();
    const [socket] = await readdir(folder);
    expect((await stat(join(folder, socket ?? ""))).mode & 0o777).toBe(0o600);
    await claim.release();
    claims = [];
    for (const name of await readdir(folder)) {
      const file = await stat(join(folder, name));
      expect(file.isFile()).toBe(true);
      expect(file.mode & 0o777).toBe(0o600);
    }
  });

  test("keeps one file however often it changed hands", async () => {
    for (let turn = 0; turn < 5; turn++) await (await claimHere()).release();
    claims = [];
    expect(await readdir(folder)).toEqual(["holder.5"]);
  });

  test("works in a folder whose path is longer than a socket's address", async () => {
    const deep = join(folder, "a".repeat(90), "b".repeat(90));
    await mkdir(deep, { recursive: true });
    const claim = await claimHere(deep);
    claim.serve(async () => ({ ok: true, accepted: true }));
    expect(await holder.claim(deep)).toBe("held");
    expect(await holder.send(deep, acknowledged)).toEqual({ ok: true, accepted: true });
  });

  test("is noticed to be lost when a higher generation appears", async () => {
    const claim = await claimHere();
    expect(await claim.stillHeld()).toBe(true);
    await mkdir(join(folder, "holder.7"));
    expect(await claim.stillHeld()).toBe(false);
  });
});

describe("speaking with the holder", () => {
  test("reaches the process that holds the run", async () => {
    const [other] = await start(1);
    await other?.claim();
    expect(await holder.send(folder, { op: "snapshot" })).toEqual({ ok: false, reason: "heard snapshot" });
  });

  test("finds nobody where there is none, or no more", async () => {
    expect(await holder.send(folder, acknowledged)).toBeNull();
    await (await claimHere()).release();
    claims = [];
    expect(await holder.send(folder, acknowledged)).toBeNull();
  });

  test("gets what came before the holder was ready to listen", async () => {
    const claim = await claimHere();
    const answer = holder.send(folder, acknowledged);
    claim.serve(async (message) => ({ ok: false, reason: message.op }));
    expect(await answer).toEqual({ ok: false, reason: "event" });
  });

  test.each([
    [
      "an event that only the holder may know",
      { op: "event", event: { type: "paged", step: 0, note: "page", ok: true, message: "" } },
    ],
    ["a request that is none", { op: "stop" }],
    [
      "a request that is too large",
      { op: "event", event: { type: "declined", proposal: "x".repeat(100_000), by: acknowledged } },
    ],
  ])("is refused for %s", async (_, message) => {
    (await claimHere()).serve(async () => ({ ok: true, accepted: true }));
    expect(await holder.send(folder, message as unknown as HolderMessage)).toMatchObject({ ok: false });
  });
});
