import { describe, expect, test } from "vitest";
import { judgeRollout } from "../../../src/probes/rollout/judge-rollout.ts";
import { imageChangeWords, imagesOf } from "../../../src/probes/rollout/image-change.ts";
import { rolloutObserved } from "../../../src/probes/rollout/rollout-observed.ts";
import { at, DAY, deployment, MINUTE, NOW, released, revision, template } from "./fixtures.ts";

const observe = (facts: ReturnType<typeof released>) => rolloutObserved.parse(judgeRollout(facts, NOW).observed);

test("a release: what changed, when, and against what", () => {
  const { verdict, summary, observed } = judgeRollout(released(), NOW);
  expect(verdict).toBe("pass");
  expect(summary).toBe("revision 14 began 2026-11-22T03:05:00Z; image 2.4.0 → 2.4.1");
  expect(observed).toMatchObject({
    revision: 14,
    previousRevision: 13,
    hasPredecessor: true,
    changedAt: "2026-11-22T03:05:00Z",
    completedAt: "2026-11-22T03:05:30Z",
    ageSeconds: 300,
    status: "complete",
    restartOnly: false,
    imageChange: "2.4.0 → 2.4.1",
    changesTotal: 1,
    changes: [{ path: "image", from: "registry.example/feature-api:2.4.0", to: "registry.example/feature-api:2.4.1" }],
  });
});

test("a first revision has no predecessor and nothing to compare with", () => {
  const only = [revision({ number: 1, createdAtMs: NOW - DAY, template: template("2.4.1") })];
  const observed = observe(released({ revisions: only }));
  expect(observed).toMatchObject({
    revision: 1,
    previousRevision: null,
    hasPredecessor: false,
    changes: [],
    imageChange: null,
  });
});

test("a Deployment without a recorded revision cannot be told", () => {
  expect(judgeRollout(released({ revisions: [] }), NOW).verdict).toBe("inconclusive");
});

test("a restart is a revision that changes nothing else", () => {
  const restarted = template("2.4.0", {}, { "kubectl.kubernetes.io/restartedAt": at(NOW - MINUTE) });
  const revisions = [
    revision({ number: 14, createdAtMs: NOW - MINUTE, template: restarted }),
    revision({ number: 13, createdAtMs: NOW - DAY, template: template("2.4.0") }),
  ];
  const facts = released({ revisions, deployment: deployment(restarted) });
  expect(observe(facts)).toMatchObject({ restartOnly: true, imageChange: null, changesTotal: 1 });
  expect(judgeRollout(facts, NOW).summary).toContain("a restart");
});

test("literal secrets never show, that they changed does", () => {
  const withPassword = (value: string) =>
    template("2.4.0", {
      env: [
        { name: "DB_PASSWORD", value },
        { name: "LOG_LEVEL", value: "info" },
      ],
    });
  const revisions = [
    revision({ number: 2, createdAtMs: NOW - MINUTE, template: withPassword("hunter2") }),
    revision({ number: 1, createdAtMs: NOW - DAY, template: withPassword("correct horse") }),
  ];
  const judged = judgeRollout(released({ revisions, deployment: deployment(withPassword("hunter2")) }), NOW);
  expect(JSON.stringify(judged)).not.toMatch(/hunter2|correct horse/);
  expect(judged.observed["changesTotal"]).toBe(1);
});

describe("the configuration of the present template", () => {
  const read = (name: string, changedAtMs: number) =>
    ({ kind: "ConfigMap", name, changedAtMs, problem: null }) as const;
  const unread = (name: string) =>
    ({ kind: "Secret", name, changedAtMs: null, problem: "get secret: not allowed" }) as const;

  test("its newest change, and which object made it", () => {
    const configuration = [read("old", NOW - DAY), read("new", NOW - MINUTE), read("older", NOW - 2 * DAY)];
    const judged = judgeRollout(released({ configuration }), NOW);
    expect(judged.observed).toMatchObject({ configurationChangedAt: at(NOW - MINUTE), configurationUnread: 0 });
    expect(judged.evidence).toContainEqual({ what: "ConfigMap new", value: "last changed then", atMs: NOW - MINUTE });
    expect(judged.notes).toEqual([]);
  });

  test("what cannot be read is said, and takes nothing from what can", () => {
    const judged = judgeRollout(released({ configuration: [unread("db"), read("new", NOW - MINUTE)] }), NOW);
    expect(judged.verdict).toBe("pass");
    expect(judged.observed).toMatchObject({ configurationChangedAt: at(NOW - MINUTE), configurationUnread: 1 });
    expect(judged.notes).toEqual(["when Secret db last changed is unknown: get secret: not allowed"]);
  });

  test("nothing readable is nothing known", () => {
    const configuration = ["a", "b", "c", "d", "e"].map(unread);
    const judged = judgeRollout(released({ configuration }), NOW);
    expect(judged.observed).toMatchObject({ configurationChangedAt: null, configurationUnread: 5 });
    expect(judged.notes).toHaveLength(4);
    expect(judged.notes.at(-1)).toBe("2 more do not tell when they changed");
  });

  test("without any there is nothing to tell", () => {
    expect(observe(released())).toMatchObject({ configurationChangedAt: null, configurationUnread: 0 });
  });
});

describe("in words", () => {
  test("a release that is not complete, and one that changes more than its image", () => {
    const before = template("2.4.0", { command: ["serve"] });
    const revisions = [
      revision({ number: 14, createdAtMs: NOW - MINUTE, template: template("2.4.1", { command: ["run"] }) }),
      revision({ number: 13, createdAtMs: NOW - DAY, template: before }),
    ];
    const moving = deployment(template("2.4.1", { command: ["run"] }), { status: { updatedReplicas: 3 } });
    const judged = judgeRollout(released({ revisions, deployment: moving }), NOW);
    expect(judged.summary).toMatch(
      /^revision 14 began .*Z \(3 of 4 updated\); image 2\.4\.0 → 2\.4\.1 and 1 more changes$/,
    );
    expect(judged.observed).toMatchObject({ status: "progressing", completedAt: null, changesTotal: 2 });
  });

  test("a release of one other change names it, of none says so", () => {
    const of = (older: string[], newer: string[]) => {
      const revisions = [
        revision({ number: 2, createdAtMs: NOW - MINUTE, template: template("1", { command: newer }) }),
        revision({ number: 1, createdAtMs: NOW - DAY, template: template("1", { command: older }) }),
      ];
      return judgeRollout(released({ revisions, deployment: deployment(template("1", { command: newer })) }), NOW);
    };
    expect(of(["a"], ["b"]).summary).toMatch(/; 1 change: command/);
    expect(of(["a"], ["a"]).summary).toMatch(/; 0 changes$/);
    expect(of(["a"], ["a"]).observed["restartOnly"]).toBe(false);
  });

  test("a first revision has nothing to be rolled back to, and that is said", () => {
    const only = [revision({ number: 1, createdAtMs: NOW - DAY, template: template("2.4.1") })];
    const judged = judgeRollout(released({ revisions: only }), NOW);
    expect(judged.summary).toMatch(/; no revision before it$/);
    expect(judged.notes).toEqual(["the cluster keeps no earlier revision: there is nothing to roll back to"]);
  });

  test("a template that is not recorded yet is said", () => {
    const judged = judgeRollout(released({ deployment: deployment(template("2.4.2")) }), NOW);
    expect(judged.observed["revision"]).toBe(14);
    expect(judged.notes).toEqual([
      "the Deployment's newest template is not recorded as a revision yet; this is the one before",
    ]);
  });
});

describe("an image's change", () => {
  const change = (from: string | null, to: string | null, path = "image") => ({ path, from, to });
  test.each([
    [[change("r/a:1", "r/a:2")], "1 → 2"],
    [[change("r/a@sha256:1", "r/a@sha256:2")], "1 → 2"],
    [[change("r/a:1", "r/b:2")], "r/a:1 → r/b:2"],
    [[change("r:5000/a", "r:5000/b")], "r:5000/a → r:5000/b"],
    [[change("a", "b")], "a → b"],
    [[change(null, "r/a:2")], "none → r/a:2"],
    [[change("x", "y", "command"), change("r/a:1", "r/a:2", "sidecar.image")], "1 → 2"],
    [[change("x", "y", "imagePullPolicy"), change("x", "y", "myimage")], null],
    [[], null],
  ])("%j", (changes, said) => {
    expect(imageChangeWords(changes)).toBe(said);
  });

  test("images are the containers', in their order", () => {
    expect(imagesOf({ spec: { containers: [{ image: "a" }, { name: "none" }, { image: "b" }] } })).toEqual(["a", "b"]);
    expect(imagesOf({ spec: { containers: null } })).toEqual([]);
    expect(imagesOf({})).toEqual([]);
  });
});
