import type { Random } from "../random.ts";

/** What an attacker writes where a name, a message or a number is expected. */
const TEXTS: readonly string[] = [
  // A terminal obeys these.
  "\u001b[2J\u001b[H",
  "\u001b]0;owned\u0007",
  "\u001b]8;;http://evil.example\u001b\\click\u001b]8;;\u001b\\",
  "\u009b31mred",
  "\u009d0;title\u009c",
  "\u0090q#0",
  "\u0000\u0007\b\b\b",
  "one\rtwo",
  "\u007f\u0085\u2028\u2029",
  // These reorder or hide.
  "\u202egpj.exe\u2066",
  "prod\u200b\u200d\u2060\ufeff\u00ad",
  "prod\u{e0041}\u{e007f}\ufe0f\u034f\u115f\u3164",
  "\ufff9\ufffa\ufffb",
  "\ud800",
  "\udc00\ud800",
  "a\u0301\u0301\u0301\u0301",
  "👩‍👩‍👧",
  // These end something and begin another.
  '"} or vector(1) #',
  "'} or vector(1) or {a='",
  "\\",
  '\\"',
  "`",
  "a,b=c",
  "a in (b,c),!d",
  "x)",
  "{{ window }}",
  "${mark}",
  "../../../../etc/passwd",
  "..%2f..%2fetc",
  "%00",
  "a/b?c=d&e=f#g",
  "//evil.example/",
  "http://user:pw@evil.example/",
  "--help",
  "-o=jsonpath={.data}",
  "--kubeconfig=/tmp/evil",
  "$(touch /tmp/owned)",
  "; rm -rf /",
  "a\nb",
  "a\r\nX-Evil: 1",
  "'; DROP TABLE runs; --",
  "</testcase></testsuite>",
  "<script>alert(1)</script>",
  "]]>",
  "&lt;&#x1b;&#27;",
  "![x](http://evil.example/x.png)",
  "| a | b |\n|---|---|",
  "*",
  ".*",
  "(a+)+$",
  "[",
  // JavaScript's own names.
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "valueOf",
  // No values, and odd ones.
  "",
  " ",
  "null",
  "NaN",
  "+Inf",
  "1e999",
  "-0",
  "99999999999999999999",
  "0x10",
  "2026-13-45T99:99:99Z",
  "+275760-09-13T00:00:00.001Z",
  "-271821-04-19T23:59:59Z",
  "0001-01-01T00:00:00Z",
  "9".repeat(400),
  "a".repeat(1_500),
  "\u001b]".repeat(700),
  "\u009d".repeat(700),
  " \t".repeat(700),
];

export function hostileText(random: Random): string {
  const one = random.pick(TEXTS);
  return random.chance(0.2) ? one + random.pick(TEXTS) : one;
}

/** Numbers that break arithmetic, time and layout. */
const NUMBERS: readonly number[] = [
  0,
  -0,
  -1,
  0.1,
  1,
  1e-320,
  2 ** 31,
  2 ** 53,
  -(2 ** 53),
  1e21,
  1e300,
  -1e300,
  8.64e15,
  8.64e15 + 1,
  -8.64e15 - 1,
];

export function hostileNumber(random: Random): number {
  return random.pick(NUMBERS);
}
