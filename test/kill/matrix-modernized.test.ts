import { testKills } from './matrix-of.ts';

testKills('modernized', Number(process.env.FAILBACK_KILL_POINTS ?? 1100), 3, 11);
