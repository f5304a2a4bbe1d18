import { expect, expectTypeOf, vi } from "vitest";

type Body = (...values: readonly unknown[]) => unknown;

export interface RegisteredTest {
  /** Its file, its number there, the groups around it, its title and, of several in a table, its row. */
  readonly id: string;
  run(): Promise<void>;
}

/** Every test that the files imported so far have registered, by id. */
export const registered = new Map<string, RegisteredTest>();

const groups: string[] = [];
let file = "";
let inFile = 0;
let after: (() => unknown)[] = [];

/** Says which file the tests that follow stand in. */
export function enterFile(path: string): void {
  file = path;
  inFile = 0;
  after = [];
}

export function describe(title: string, body: () => void): void {
  groups.push(title);
  body();
  groups.pop();
}

describe.each =
  (rows: readonly unknown[]) =>
  (title: string, body: Body): void => {
    for (const [row, values] of rows.entries())
      describe(`${title} #${row + 1}`, () => body(...(Array.isArray(values) ? (values as unknown[]) : [values])));
  };

export function test(title: string, body: Body): void {
  // Two tables under one title are told apart by the number in their file.
  inFile += 1;
  const id = `${file} ${inFile} > ${[...groups, title].join(" > ")}`;
  const cleanUps = after;
  registered.set(id, {
    id,
    async run() {
      try {
        await body();
      } finally {
        for (const cleanUp of cleanUps) await cleanUp();
      }
    },
  });
}

test.each =
  (rows: readonly unknown[]) =>
  (title: string, body: Body): void => {
    for (const [row, values] of rows.entries())
      test(`${title} #${row + 1}`, () => body(...(Array.isArray(values) ? (values as unknown[]) : [values])));
  };

export function afterEach(cleanUp: () => unknown): void {
  after.push(cleanUp);
}

export { expect, expectTypeOf, test as it, vi };
