import { config } from "zod/v4/core";

// A command reads a handful of documents once: generating code for their schemas costs more than it saves. To be loaded before any schema is made.
config({ jitless: true });
