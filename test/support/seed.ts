import fc from 'fast-check';

/**
 * What properties draw from. `npm test` draws the same each time, so that it judges the change and not the day;
 * `npm run test:nightly` draws anew, and `FAILBACK_SEED` repeats what it found. Loaded before each test file.
 */
export const SEED = Number(process.env.FAILBACK_SEED ?? 20_261_123);

fc.configureGlobal({ seed: SEED });
