import { ServerDidNotStart } from "./server-process.ts";

/**
 * Starts something that chooses free ports, again with others (three tries) when somebody took
 * one between the choice and its use. What `start` began must be closed when it rejects.
 */
export async function startOnFreePorts<T>(start: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start();
    } catch (error) {
      if (!(error instanceof ServerDidNotStart && error.portWasTaken && attempt < 3)) throw error;
    }
  }
}
