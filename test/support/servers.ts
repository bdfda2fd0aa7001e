import { after } from 'node:test';
import { type Served, type ServedOptions, serveInMemory } from './served.ts';

/** Starts servers for the tests of one file, and lets them go after the last. */
export function servers(): (texts: Readonly<Record<string, string>>, options?: ServedOptions) => Promise<Served> {
  const started: Served[] = [];
  after(() => {
    for (const { connection } of started) connection.dispose();
  });
  return async (texts, options) => {
    const served = await serveInMemory(texts, options);
    started.push(served);
    return served;
  };
}
