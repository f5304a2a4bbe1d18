import { expect, test } from "vitest";
import { resolvePath } from "../../../src/core/environment/resolve-path.ts";

// As a shell that stands in /home/ann/work reads them.
test.each([
  ["ca.pem", "/home/ann/work/ca.pem"],
  ["./keys/ca.pem", "/home/ann/work/keys/ca.pem"],
  ["../ca.pem", "/home/ann/ca.pem"],
  ["keys/../ca.pem", "/home/ann/work/ca.pem"],
  ["../../../../ca.pem", "/ca.pem"],
  ["keys/", "/home/ann/work/keys"],
  [".", "/home/ann/work"],
  ["/etc/ca.pem", "/etc/ca.pem"],
  ["/etc//ssl/./ca.pem", "/etc/ssl/ca.pem"],
  ["~", "/home/ann"],
  ["~/ca.pem", "/home/ann/ca.pem"],
  ["keys/~/ca.pem", "/home/ann/work/keys/~/ca.pem"],
])("%s is %s", (written, absolute) => {
  expect(resolvePath(written, "/home/ann/work", "/home/ann")).toBe(absolute);
});

test.each(["~", "~/ca.pem"])("%s is not known without a home folder", (written) => {
  expect(resolvePath(written, "/home/ann/work", null)).toBeNull();
  expect(resolvePath("ca.pem", "/work", null)).toBe("/work/ca.pem");
});
