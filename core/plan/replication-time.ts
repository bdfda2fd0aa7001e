import { type BitsPerSecond, type Bytes, GiB, minutes, type Seconds } from '../quantity.ts';
import type { Runbook } from '../runbook/runbook.ts';
import { linksHome } from './link-home.ts';
import type { Estimate } from './plan.ts';
import type { SettledMachine } from './settle-machines.ts';

/** Share of the disks that is assumed to have changed in Azure, where no `churn:` tells. */
const CHANGED = 0.1;
/** Size that is assumed where neither the inventory nor the runbook tells it. */
const ASSUMED_SIZE = GiB(128);
/** Reading and comparing the disks, and the first recovery point, take this long even when nothing changed. */
const AT_LEAST = minutes(10);

/**
 * How long each machine replicates, for machines that share a link in equal parts and start together. Machines that wait
 * for places of others start later: `generation` says with whom each one shares.
 */
export function replicationTimes(
  machines: readonly SettledMachine[],
  generation: (machine: SettledMachine) => number,
  runbook: Runbook,
  now: Date,
): Estimate[] {
  const linkOf = linksHome(runbook);
  const times = new Array<Estimate>(machines.length);
  const groups = [...Map.groupBy(machines, generation).values()].flatMap((started) => [
    ...Map.groupBy(started, linkOf),
  ]);
  for (const [link, together] of groups) {
    const amounts = together.map((settled) => changedBytes(settled, now));
    const fastest = shared(
      amounts.map(({ low }) => low),
      link.high,
    );
    const likely = shared(
      amounts.map(({ likely }) => likely),
      link.likely,
    );
    const slowest = shared(
      amounts.map(({ high }) => high),
      link.low,
    );
    const among = together.length === 1 ? '' : ` shared by ${together.length} machines`;
    together.forEach((settled, at) => {
      times[settled.index] = {
        low: Math.max(AT_LEAST, fastest[at] ?? 0),
        likely: Math.max(AT_LEAST, likely[at] ?? 0),
        high: Math.max(AT_LEAST, slowest[at] ?? 0),
        source: `${amounts[at]?.source ?? ''}; ${link.name}${among} (${link.known})`,
      };
    });
  }
  return times;
}

/** When each of several transfers ends that start together and always share the link equally. */
export function shared(bytes: readonly Bytes[], bitsPerSecond: BitsPerSecond): Seconds[] {
  const order = bytes.map((_, at) => at).sort((one, other) => (bytes[one] ?? 0) - (bytes[other] ?? 0));
  const ends = new Array<Seconds>(bytes.length).fill(0);
  let smaller = 0;
  order.forEach((at, rank) => {
    const own = bytes[at] ?? 0;
    ends[at] = Math.round(((smaller + own * (bytes.length - rank)) * 8) / bitsPerSecond);
    smaller += own;
  });
  return ends;
}

function changedBytes({ machine, item, bytes, location }: SettledMachine, now: Date) {
  const all = bytes ?? ASSUMED_SIZE;
  const size = bytes === undefined ? 'size unknown, 128 GiB assumed' : undefined;
  if (location === 'alternate') return { low: all, likely: all, high: all, source: size ?? 'a full copy of the disks' };
  const churn = machine.churn?.value;
  if (churn !== undefined && item?.lastFailover !== undefined) {
    const away = Math.max(0, (now.getTime() - Date.parse(item.lastFailover)) / 1000);
    const changed = Math.min(all, (churn * away) / 8);
    return { low: 0, likely: changed, high: all, source: 'churn as written since the failover to Azure' };
  }
  return {
    low: 0,
    likely: all * CHANGED,
    high: all,
    source: `${size ? `${size}, ` : ''}10 % of the disks assumed changed`,
  };
}
