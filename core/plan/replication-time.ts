import { type BitsPerSecond, type Bytes, GiB, minutes, type Seconds } from '../quantity.ts';
import type { Runbook } from '../runbook/runbook.ts';
import type { Estimate } from './plan.ts';
import type { SettledMachine } from './settle-machines.ts';

/** Share of the disks that is assumed to have changed in Azure, where no `churn:` tells. */
const CHANGED = 0.1;
/** Size that is assumed where neither the inventory nor the runbook tells it. */
const ASSUMED_SIZE = GiB(128);
/** Reading and comparing the disks, and the first recovery point, take this long even when nothing changed. */
const AT_LEAST = minutes(10);

interface Link {
  readonly low: BitsPerSecond;
  readonly likely: BitsPerSecond;
  readonly high: BitsPerSecond;
  readonly name: string;
  /** Where the bandwidth comes from, in brackets. */
  readonly known: string;
}

/**
 * How long each machine replicates, for machines that share the way home in equal parts and start together. Machines
 * that wait for places of others start later: `generation` says with whom each one shares.
 */
export function replicationTimes(
  machines: readonly SettledMachine[],
  generation: (machine: SettledMachine) => number,
  runbook: Runbook,
  now: Date,
): Estimate[] {
  const link = linkOf(runbook);
  const times = new Array<Estimate>(machines.length);
  for (const together of Map.groupBy(machines, generation).values()) {
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

function linkOf({ connections }: Runbook): Link {
  const [connection] = connections.filter(({ bandwidth }) => bandwidth !== undefined);
  if (connection?.bandwidth === undefined)
    return { low: 100e6, likely: 500e6, high: 1e9, name: '500 Mbps', known: 'assumed: no connection is written' };
  const { value } = connection.bandwidth;
  return {
    low: value * 0.5,
    likely: value * 0.8,
    high: value,
    name: '80 % of the bandwidth',
    known: `connection '${connection.name}'`,
  };
}
