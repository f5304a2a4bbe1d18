import { builtProgram } from "./built-program.ts";
import { realPartitions } from "./real-partitions.ts";
import { manyPartitions, printWideLag } from "./many-partitions.ts";
const p = builtProgram();
printWideLag(await manyPartitions(p));
console.log(await realPartitions(p));
