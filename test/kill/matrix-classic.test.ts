import { testKills } from './matrix-of.ts';

testKills('classic', Number(process.env.FAILBACK_KILL_POINTS ?? 900), 3, 23);
