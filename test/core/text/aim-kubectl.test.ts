import { describe, expect, it } from "vitest";
import { aimKubectl } from "../../../src/core/text/aim-kubectl.ts";

const aim = { context: "staging", kubeconfig: null, namespace: "ml" };
const aimed = (text: string) => aimKubectl(text, aim);

describe("a kubectl command names the run's cluster", () => {
  it.each([
    [
      "kubectl -n ml rollout undo deployment/feature-api --to-revision=13",
      "kubectl --context staging -n ml rollout undo deployment/feature-api --to-revision=13",
    ],
    ["kubectl get pods -l app=feature-api -n ml", "kubectl --context staging get pods -l app=feature-api -n ml"],
    ["kubectl top pods --containers", "kubectl --context staging -n ml top pods --containers"],
    [
      `kubectl -n ml patch configmap/c --type=merge -p '{"data":{"a":"x # y"}}' && kubectl -n ml rollout restart deployment/a`,
      `kubectl --context staging -n ml patch configmap/c --type=merge -p '{"data":{"a":"x # y"}}' && kubectl --context staging -n ml rollout restart deployment/a`,
    ],
    [
      "kubectl get pods -o name | xargs kubectl delete",
      "kubectl --context staging -n ml get pods -o name | xargs kubectl --context staging -n ml delete",
    ],
    [
      "kubectl get nodes    # then kubectl cordon",
      "kubectl --context staging -n ml get nodes    # then kubectl --context staging -n ml cordon",
    ],
    ["kubectl   get pods", "kubectl --context staging -n ml   get pods"],
    [
      `kubectl annotate pod a note='see -n web; -A' by="x --context x \\" -s y"`,
      `kubectl --context staging -n ml annotate pod a note='see -n web; -A' by="x --context x \\" -s y"`,
    ],
    ["kubectl get a -o jsonpath='{.a;.b}' -n web", "kubectl --context staging get a -o jsonpath='{.a;.b}' -n web"],
    [
      `kubectl get a -o jsonpath="{.a;\\"\\";b}" -n web`,
      `kubectl --context staging get a -o jsonpath="{.a;\\"\\";b}" -n web`,
    ],
    ["kubectl get a -l x\\;y -n web", "kubectl --context staging get a -l x\\;y -n web"],
    ["kubectl label a it's=1 -n web", "kubectl --context staging label a it's=1 -n web"],
    ["kubectl get a; x -n web", "kubectl --context staging -n ml get a; x -n web"],
    ["see: kubectl auth can-i list pods -n ml", "see: kubectl --context staging auth can-i list pods -n ml"],
    [
      "it's paused (kubectl -n ml rollout resume deployment/a)",
      "it's paused (kubectl --context staging -n ml rollout resume deployment/a)",
    ],
  ])("%s", (command, expected) => {
    expect(aimed(command)).toBe(expected);
  });

  it.each([
    ["its own context", "kubectl --context=prod -n web get pods"],
    ["its own kubeconfig", "kubectl --kubeconfig ./other -A get pods"],
    ["its own server", "kubectl get pods -n web -s https://127.0.0.1:6443"],
    ["its own server in quotes", "kubectl -s'https://127.0.0.1:6443' get pods -A"],
    ["its own server in one word", "kubectl -s=https://127.0.0.1:6443 get pods -A"],
    ["an option that is begun", "kubectl get pods -n web --context"],
    ["another one that is begun", "kubectl get pods -n web -s"],
    ["a namespace that is begun", "kubectl --context prod get pods --namespace"],
    ["what stands in quotes, as for another machine", "ssh node 'kubectl get pods'"],
    ["what stands in other quotes", 'ssh node "kubectl get pods"'],
    ["what stands in quotes with quotes in them", 'ssh node "echo \\"a; kubectl get pods \\"b"'],
    ["words about it", "log in again as kubectl does, for example by running any kubectl command"],
    ["a path", "rm ./kubectl -f && ls bin/kubectl -l"],
  ])("but for %s", (_, text) => {
    expect(aimed(text)).toBe(text);
  });

  // As `kubectl --help` lists them, those that ask a cluster.
  it.each(
    (
      "create expose run set explain get edit delete rollout scale autoscale top cordon uncordon drain taint describe logs attach exec " +
      "port-forward proxy cp auth debug events diff apply patch replace wait label annotate api-resources"
    ).split(" "),
  )("whichever it is: %s", (command) => {
    expect(aimed(`kubectl ${command} x`)).toBe(`kubectl --context staging -n ml ${command} x`);
    expect(aimed(`kubectl ${command}x`)).toBe(`kubectl ${command}x`);
  });

  it("keeps a namespace of its own, and all of them", () => {
    expect(aimed("kubectl delete pod x -n web")).toBe("kubectl --context staging delete pod x -n web");
    expect(aimed("kubectl get pods -A")).toBe("kubectl --context staging get pods -A");
    expect(aimed("kubectl get pods --namespace web")).toBe("kubectl --context staging get pods --namespace web");
    expect(aimed("kubectl get pods --all-namespaces")).toBe("kubectl --context staging get pods --all-namespaces");
    expect(aimed("kubectl get pods --namespace=web")).toBe("kubectl --context staging get pods --namespace=web");
  });

  it("is not misled by the options of what runs in a container, or after a pipe", () => {
    expect(aimed("kubectl exec x -- head -n 5")).toBe("kubectl --context staging -n ml exec x -- head -n 5");
    expect(aimed("kubectl logs pod-s feature-store")).toBe("kubectl --context staging -n ml logs pod-s feature-store");
    expect(aimed("kubectl logs x -since=1h")).toBe("kubectl --context staging -n ml logs x -since=1h");
    expect(aimed("kubectl exec x -n web --")).toBe("kubectl --context staging exec x -n web --");
    expect(aimed("kubectl logs x | head -n 5")).toBe("kubectl --context staging -n ml logs x | head -n 5");
  });

  it("names a kubeconfig that kubectl does not find by itself, quoted as a shell needs", () => {
    const far = { context: "it's prod", kubeconfig: "/home/ann/my clusters/config", namespace: "ml" };
    expect(aimKubectl("kubectl get pods", far)).toBe(
      `kubectl --kubeconfig '/home/ann/my clusters/config' --context 'it'\\''s prod' -n ml get pods`,
    );
  });

  it("names neither in-cluster, and nothing where there is no cluster", () => {
    const inside = { context: null, kubeconfig: null, namespace: "ml" };
    expect(aimKubectl("kubectl get pods", inside)).toBe("kubectl -n ml get pods");
    expect(aimKubectl("kubectl get pods", null)).toBe("kubectl get pods");
  });
});
