/** What a runbook's escalation may send; the one thing that is neither a probe nor an action. */
export const NOTIFICATION = "page";

export const NOTIFICATION_TEXT = `page: tells a person that a problem is unresolved
  a notification: allowed by the runbook's escalation section, without approval

WHEN
  after   that long after the run began, while a problem is there and a process
          keeps the clock (a terminal, or --wait)
  when    as soon as a condition over the checks holds, instead of after
  A dry run, a drill and the sandbox page nobody. bigops ack RUN stops it; what
  was paged is told of the acknowledgement and of the end.

TARGETS (bigops.yaml, environments.NAME.pager.targets.TARGET)
  pagerduty   an incident by the Events API v2; P1 is critical, P2 error, P3
              warning, P4 info; one incident for each step of a run
                routingKey   { env: NAME } or { file: PATH }, required
                url          another address of the Events API, optional
  slack       a message to an incoming webhook
                webhook      { env: NAME } or { file: PATH }, required
  A target that is missing is said when the run starts; when it is due, the step
  is "failed". A pager that does not answer, or is in trouble itself, is tried
  again within a minute, for as long as a process keeps the clock.

EXAMPLE
  escalation:
    - { after: 10m, page: secondary }
    - { when: "pods.noneDesired", page: manager }

  # bigops.yaml
  environments:
    prod:
      pager:
        targets:
          secondary: { pagerduty: { routingKey: { env: PD_KEY } } }
          manager: { slack: { webhook: { env: SLACK_WEBHOOK } } }
`;
