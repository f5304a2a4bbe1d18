import { describe, expect, test } from "vitest";
import { readJournal } from "../../../src/drivers/local/journal/read-journal.ts";
import { ADA, FOLDER, JOURNAL, type Person, Simulation } from "./simulation/simulation.ts";

const never: Person = () => null;
const types = (events: readonly { readonly type: string }[]): readonly string[] => events.map((event) => event.type);

function onDisk(simulation: Simulation): ReturnType<typeof readJournal> {
  return readJournal(simulation.disk.files.get(JOURNAL)?.content ?? new Uint8Array(), JOURNAL);
}

async function endOf<T>(run: Promise<T | "crashed">): Promise<T> {
  const end = await run;
  if (end === "crashed") throw new Error("crashed");
  return end;
}

describe("holding a run", () => {
  test("goes from the diagnosis through the approval to a verified change, and records all of it", async () => {
    const simulation = new Simulation();
    const end = await endOf(simulation.start());
    expect(end).toMatchObject({ why: "ended", notRecorded: null, state: { ended: { outcome: "resolved" } } });
    expect(simulation.platform.written).toEqual(["fsd-7k2m/rollback/1"]);
    expect(onDisk(simulation).events).toEqual(end.events);
    expect(types(end.events).slice(0, 6)).toEqual(["started", "session", "checked", "planned", "approved", "checked"]);
  });

  test("records what is too large cut short, and goes on", async () => {
    const simulation = new Simulation();
    const end = await endOf(
      simulation.start({
        perform: async (effect, signal, usual) => {
          const bodies = await usual(effect, signal);
          if (!("type" in bodies) || bodies.type !== "checked") return bodies;
          const observed = { names: Array.from({ length: 200_000 }, (_, index) => `feature-api-${index}`) };
          return { ...bodies, result: { ...bodies.result, observed } };
        },
      }),
    );
    expect([end.why, end.defect]).toEqual(["ended", null]);
    const [first] = onDisk(simulation).events.flatMap((event) => (event.type === "checked" ? [event.result] : []));
    expect(first?.verdict).toBe("fail");
    expect(first?.notes).toContain("too large to be recorded whole; kept: 1000 of 200000 names");
  });

  test("has everything on disk before a change and before a page", async () => {
    const simulation = new Simulation();
    const durable: string[][] = [];
    await simulation.start({
      perform: (effect, signal, usual) => {
        if (effect.type === "send" || effect.type === "page") {
          const disk = simulation.disk.restart({ extraBytes: 0 });
          durable.push([...types(readJournal(disk.files.get(JOURNAL)?.content ?? new Uint8Array(), JOURNAL).events)]);
        }
        return usual(effect, signal);
      },
    });
    expect(durable).toHaveLength(1);
    expect(durable[0]?.at(-1)).toBe("intended");
  });

  test("has everything on disk at its end", async () => {
    const simulation = new Simulation();
    const end = await endOf(simulation.start({ attendance: "none" }));
    simulation.restart({ extraBytes: 0 });
    expect(onDisk(simulation).events).toEqual(end.events);
  });

  test("leaves at once when nobody attends it and only a person could go on", async () => {
    const simulation = new Simulation();
    const startedAtMs = simulation.clock.now();
    const end = await endOf(simulation.start({ attendance: "none" }));
    expect(end.why).toBe("resting");
    expect(types(end.events)).toEqual(["started", "session", "checked", "planned"]);
    expect(simulation.clock.now() - startedAtMs).toBeLessThan(1_000);
  });

  test("takes an approval that the process came with, and stays until it is verified", async () => {
    const simulation = new Simulation();
    const first = await endOf(simulation.start({ attendance: "none" }));
    const digest = first.state?.proposals[0]?.digest ?? "";
    const wrong = await endOf(
      simulation.resume({ attendance: "none", first: [{ type: "approved", digest: "f".repeat(64), by: ADA }] }),
    );
    expect(wrong.why).toBe("resting");
    expect(simulation.notices).toMatchObject([{ kind: "refused", message: "no proposal of this run has that digest" }]);
    const end = await endOf(simulation.resume({ attendance: "none", first: [{ type: "approved", digest, by: ADA }] }));
    expect(end.state?.ended?.outcome).toBe("resolved");
    expect(simulation.platform.written).toHaveLength(1);
  });

  test("is said something by a visitor that starts nothing", async () => {
    const simulation = new Simulation();
    await simulation.start({ attendance: "none" });
    const performed: string[] = [];
    const end = await endOf(
      simulation.resume({
        attendance: "visitor",
        first: [{ type: "acknowledged", by: ADA }],
        perform: (effect, signal, usual) => {
          performed.push(effect.id);
          return usual(effect, signal);
        },
      }),
    );
    expect(end.why).toBe("resting");
    expect(types(end.events).slice(-2)).toEqual(["session", "acknowledged"]);
    expect(performed).toEqual([]);
  });

  test("changes nothing in a run that has ended", async () => {
    const simulation = new Simulation();
    const ended = await endOf(simulation.start());
    const again = await endOf(simulation.resume());
    expect(again).toMatchObject({ why: "ended", events: ended.events });
    expect(onDisk(simulation).events).toEqual(ended.events);
  });

  test("pages when it is due, and not after an acknowledgement from another terminal", async () => {
    const simulation = new Simulation();
    const startedAtMs = simulation.clock.now();
    const answers: unknown[] = [];
    const end = await endOf(
      simulation.start({
        attendance: "wait",
        stop: simulation.stopAfter(3_600_000),
        onEvent: (event) => {
          if (event.type !== "paged" || event.note !== "page") return;
          const door = simulation.holders.doorOf({});
          const acknowledged = { type: "acknowledged" as const, by: ADA };
          void (async () => {
            answers.push(await door.send(FOLDER, { op: "event", event: acknowledged }));
            const content = simulation.disk.restart({ extraBytes: 0 }).files.get(JOURNAL)?.content;
            answers.push(readJournal(content ?? new Uint8Array(), JOURNAL).events.at(-1)?.type);
          })();
        },
      }),
    );
    expect(answers).toEqual([{ ok: true, accepted: true }, "acknowledged"]);
    expect(simulation.platform.pages).toEqual(["page secondary", "acknowledge secondary"]);
    const paged = end.events.find((event) => event.type === "paged");
    expect((paged?.atMs ?? 0) - startedAtMs).toBeGreaterThanOrEqual(600_000);
    expect((paged?.atMs ?? 0) - startedAtMs).toBeLessThan(601_000);
  });

  test("notices that the computer slept, and says how long", async () => {
    const simulation = new Simulation();
    const stop = new AbortController();
    const end = await endOf(
      simulation.start({
        person: never,
        stop: stop.signal,
        onEvent: (event) => {
          if (event.type === "planned") simulation.clock.jump(25 * 60_000);
          if (event.type === "paged") stop.abort();
        },
      }),
    );
    const woke = end.events.find((event) => event.type === "woke" && event.jumpedMs > 1_000);
    expect(woke).toMatchObject({ type: "woke", jumpedMs: 25 * 60_000 });
    expect(simulation.platform.pages).toEqual(["page secondary late"]);
  });

  test("says a jump before what came after it", async () => {
    const simulation = new Simulation();
    const end = await endOf(
      simulation.start({
        attendance: "none",
        perform: async (effect, signal, usual) => {
          if (effect.type === "check") simulation.clock.jump(-5_000);
          return await usual(effect, signal);
        },
      }),
    );
    expect(end.events[2]).toMatchObject({ type: "woke", jumpedMs: -5_000 });
    expect(end.events[3]).toMatchObject({ type: "checked" });
  });

  test("drops what a withdrawn prompt still says", async () => {
    const simulation = new Simulation();
    const { digest, answer } = { digest: { value: "" }, answer: { late: () => {} } };
    const prompts: AbortSignal[] = [];
    const end = await endOf(
      simulation.start({
        perform: async (effect, signal, usual) => {
          if (effect.type !== "prompt") return await usual(effect, signal);
          prompts.push(signal);
          const event = { type: "approved" as const, digest: digest.value, by: ADA };
          void simulation.holders.doorOf({}).send(FOLDER, { op: "event", event });
          await new Promise<void>((resolve) => (answer.late = resolve));
          return { type: "declined", proposal: "rollback", by: ADA };
        },
        onEvent: (event, state) => {
          digest.value = state.proposals[0]?.digest ?? "";
          if (event.type === "approved") answer.late();
        },
      }),
    );
    expect(prompts.map((signal) => signal.aborted)).toEqual([true]);
    expect(types(end.events)).not.toContain("declined");
    expect(simulation.notices).toEqual([]);
    expect(end.state?.ended?.outcome).toBe("resolved");
  });

  test("never sends a write after the moment until which it may be sent", async () => {
    const simulation = new Simulation();
    let frozen = false;
    await simulation.start({
      onEvent: (event) => {
        if (event.type !== "intended" || frozen) return;
        frozen = true;
        simulation.clock.jump(3_600_000);
      },
    });
    const events = onDisk(simulation).events.filter((event) => event.type === "received");
    expect(events[0]).toMatchObject({ receipt: { outcome: "not-sent" } });
    expect(simulation.platform.written.length).toBeLessThanOrEqual(1);
  });
});

describe("leaving a run", () => {
  test("stops cleanly, and goes on where it was", async () => {
    const simulation = new Simulation();
    const stop = new AbortController();
    const end = await endOf(
      simulation.start({
        stop: stop.signal,
        person: () => {
          stop.abort();
          return null;
        },
      }),
    );
    expect(end.why).toBe("interrupted");
    expect(onDisk(simulation).events.at(-1)).toMatchObject({ type: "left", reason: "interrupted" });
    expect((await endOf(simulation.resume())).state?.ended?.outcome).toBe("resolved");
  });

  test("waits for the answer to a write that was sent", async () => {
    const simulation = new Simulation();
    const stop = new AbortController();
    const end = await endOf(
      simulation.start({
        stop: stop.signal,
        perform: (effect, signal, usual) => {
          if (effect.type === "send") stop.abort();
          return usual(effect, signal);
        },
      }),
    );
    expect(types(end.events).slice(-2)).toEqual(["received", "left"]);
    expect(simulation.notices).toMatchObject([{ kind: "waiting" }]);
    await simulation.resume();
    expect(simulation.platform.written).toHaveLength(1);
  });

  test("waits for that answer no longer than half a minute; resuming asks the live system", async () => {
    const simulation = new Simulation();
    const stop = new AbortController();
    const lost = await endOf(
      simulation.start({
        stop: stop.signal,
        perform: async (effect, signal, usual) => {
          const answer = await usual(effect, signal);
          if (effect.type !== "send") return answer;
          stop.abort();
          return await new Promise<never>(() => undefined);
        },
      }),
    );
    expect(types(lost.events).slice(-2)).toEqual(["intended", "left"]);
    const end = await endOf(simulation.resume());
    expect(end.state?.ended?.outcome).toBe("resolved");
    expect(simulation.platform.written).toHaveLength(1);
  });

  test("is resumed without asking about a write before it can no longer be on its way", async () => {
    const simulation = new Simulation();
    const sending = simulation.start({
      perform: async (effect, signal, usual) => {
        simulation.disk.crashed = effect.type === "send";
        return await usual(effect, signal);
      },
    });
    expect(await sending).toBe("crashed");
    simulation.restart(null);
    const early: number[] = [];
    await simulation.resume({
      perform: (effect, signal, usual) => {
        if (effect.type === "reconcile") early.push(effect.notBeforeMs - simulation.clock.now());
        return usual(effect, signal);
      },
    });
    expect(early).toHaveLength(1);
    expect(early[0]).toBeLessThanOrEqual(0);
    expect(simulation.platform.written).toHaveLength(1);
  });

  test("says when the operator left", async () => {
    const simulation = new Simulation();
    const end = await endOf(simulation.start({ person: () => ({ type: "left", reason: "quit" }) }));
    expect(end.why).toBe("quit");
    expect(end.events.at(-1)).toMatchObject({ type: "left", reason: "quit" });
  });

  test("after a defect leaves the run as a crash would", async () => {
    const simulation = new Simulation();
    const end = await endOf(
      simulation.start({
        perform: (effect, signal, usual) => {
          if (effect.type === "plan") throw new TypeError("cannot read properties of undefined");
          return usual(effect, signal);
        },
      }),
    );
    expect(end.why).toBe("defect");
    expect(end.defect).toBeInstanceOf(TypeError);
    expect(onDisk(simulation).events.at(-1)?.type).toBe("checked");
    expect((await endOf(simulation.resume())).state?.ended?.outcome).toBe("resolved");
  });

  test("takes an effect that is answered with something else for a defect", async () => {
    const simulation = new Simulation();
    const end = await endOf(
      simulation.start({ perform: async () => ({ type: "approved", digest: "x".repeat(64), by: ADA }) }),
    );
    expect(end.why).toBe("defect");
    expect(String(end.defect)).toContain("was answered with the event approved");
  });

  test("takes an answer that changes nothing for a defect, instead of waiting for ever", async () => {
    const simulation = new Simulation();
    const end = await endOf(
      simulation.start({
        perform: async (effect, signal, usual) => {
          const answer = await usual(effect, signal);
          return effect.type === "check" && "round" in answer ? { ...answer, round: "another" } : answer;
        },
      }),
    );
    expect(String(end.defect)).toContain("check:diagnosis-1:error-rate was answered, and the run still wants it");
  });

  test("sends nothing once another process has the run", async () => {
    const simulation = new Simulation();
    const end = await endOf(
      simulation.start({
        onEvent: (event) => {
          if (event.type === "intended") simulation.holders.steal(FOLDER);
        },
      }),
    );
    expect(end.why).toBe("taken-over");
    expect(simulation.platform.written).toEqual([]);
  });
});

describe("speaking with the holder", () => {
  test("gives the events so far, takes an approval, and refuses another", async () => {
    const simulation = new Simulation();
    const door = simulation.holders.doorOf({});
    const answers: unknown[] = [];
    const end = await endOf(
      simulation.start({
        attendance: "wait",
        onEvent: (event) => {
          if (event.type !== "planned" || event.stage !== "propose") return;
          void (async () => {
            answers.push(await door.send(FOLDER, { op: "snapshot" }));
            const wrong = { type: "approved" as const, digest: "e".repeat(64), by: ADA };
            answers.push(await door.send(FOLDER, { op: "event", event: wrong }));
          })();
        },
        stop: simulation.stopAfter(5_000),
      }),
    );
    expect(answers[0]).toMatchObject({ ok: true, notRecorded: null });
    expect(answers[1]).toEqual({ ok: false, reason: "no proposal of this run has that digest" });
    expect(end.events.map((event) => event.type)).not.toContain("approved");
  });

  test.each([
    ["takes what is still waited for", 1, ["approved"]],
    ["takes nothing of somebody who gave up waiting, as while it was suspended", -1, []],
  ])("%s", async (_, leftMs, taken) => {
    const simulation = new Simulation();
    const door = simulation.holders.doorOf({});
    const end = await endOf(
      simulation.start({
        attendance: "wait",
        onEvent: (event, state) => {
          if (event.type !== "planned" || event.stage !== "propose") return;
          const approved = { type: "approved" as const, digest: state.proposals[0]?.digest ?? "", by: ADA };
          const notAfterMs = simulation.clock.now() + leftMs;
          void door.send(FOLDER, { op: "event", event: approved, notAfterMs });
        },
        stop: simulation.stopAfter(5_000),
      }),
    );
    expect(types(end.events).filter((type) => type === "approved")).toEqual(taken);
  });

  test("refuses an approval of what lapsed while the computer slept, and does not say that it is taken", async () => {
    const simulation = new Simulation();
    const door = simulation.holders.doorOf({});
    let answer: unknown = null;
    const end = await endOf(
      simulation.start({
        attendance: "wait",
        onEvent: (event, state) => {
          if (event.type !== "planned" || event.stage !== "propose" || answer !== null) return;
          const approved = { type: "approved" as const, digest: state.proposals[0]?.digest ?? "", by: ADA };
          simulation.clock.jump(40 * 60_000);
          answer = door.send(FOLDER, { op: "event", event: approved });
        },
        stop: simulation.stopAfter(5_000),
      }),
    );
    expect(await answer).toEqual({ ok: false, reason: "that proposal is no longer open" });
    expect(types(end.events)).not.toContain("approved");
  });
});

describe("a run that cannot be recorded", () => {
  test.each(["full", "read-only"] as const)("diagnoses all the same on a %s disk, and offers nothing", async (fate) => {
    const simulation = new Simulation();
    simulation.disk.fate = () => fate;
    const end = await endOf(simulation.start());
    expect(end.why).toBe("resting");
    expect(end.notRecorded).toContain(fate === "full" ? "the disk is full" : "the file system is read-only");
    expect(end.state?.diagnosis?.health).toBe("problem");
    expect(types(end.events)).toEqual(["started", "session", "checked", "planned"]);
    expect(simulation.disk.files.size).toBe(0);
    expect(simulation.notices).toHaveLength(1);
  });

  test("from any write on neither takes an approval, nor changes, nor pages", async () => {
    const whole = new Simulation();
    await whole.start();
    for (let full = 1; full <= whole.disk.operations; full++) {
      const simulation = new Simulation();
      simulation.disk.fate = (operation) => (operation < full ? "done" : "full");
      const end = await endOf(simulation.start());
      const recorded = types(onDisk(simulation).events);
      expect(end.notRecorded, `operation ${full}`).not.toBeNull();
      expect(types(end.events).slice(0, recorded.length)).toEqual(recorded);
      expect(recorded.includes("approved")).toBe(types(end.events).includes("approved"));
      if (simulation.platform.written.length > 0) expect(recorded).toContain("intended");
    }
  });
});
