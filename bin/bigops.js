#!/usr/bin/env node
const { existsSync } = require("node:fs");

if (existsSync(`${__dirname}/../dist/main.cjs`)) require("../dist/main.cjs");
else {
  process.stderr.write("bigops: not built yet\n  npm install && npm run build\n");
  process.exitCode = 2;
}
