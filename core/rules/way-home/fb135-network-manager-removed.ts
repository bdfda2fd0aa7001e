import { days } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { momentsOf } from '../decisions.ts';
import { eachMachine } from '../judge.ts';
import { broken } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import type { MachineInPlay } from '../situation.ts';

export const networkManagerRemoved = defineRule<{ vm: string }>({
  code: 'FB135',
  title: 'NetworkManager is missing after failback',
  kind: 'advice',
  severity: 'warning',
  severityBecause: 'the machine comes home, but its network may not come up as it did before.',
  architecture: 'classic',
  decidedBy: ['text', 'inventory'],
  timeToLive: days(7),
  source: {
    ...articles.troubleshootReprotect,
    says: 'when a Linux machine is failed over, the NetworkManager package is removed in Azure; after failback it stays removed',
    confidence: 'documented',
  },
  byHand: 'Ask inside the machine after failback:\nsystemctl status NetworkManager\nip addr',
  mend: 'Plan an ask after failover: install NetworkManager again and set up the connections. Once a step of the runbook names NetworkManager, this advice is quiet.',
  message: ({ vm }) =>
    `'${vm}' runs Linux. The failover to Azure removed its NetworkManager package, and failback does not bring it back: whatever it configured at home is not configured then.`,
  reads: ['os'],
  check: (context) => {
    const isPlanned = momentsOf(context.runbook).some(({ moment }) =>
      moment.items.some((item) => (item.kind === 'ask' || item.kind === 'run') && /network.?manager/i.test(item.title)),
    );
    return eachMachine<{ vm: string }>('operating system', (subject) => {
      const linux = isPlanned ? undefined : linuxOf(subject);
      return linux === undefined ? undefined : broken({ vm: subject.machine.name }, linux.seen, linux.place);
    })(context);
  },
});

/** As captured; else as written. */
function linuxOf({ item, machine }: MachineInPlay) {
  if (item.seen?.osType !== undefined)
    return item.seen.osType === 'Linux' ? { seen: [item.seen], place: {} } : undefined;
  return machine.os?.value.family === 'linux' ? { seen: [], place: { at: machine.os.at } } : undefined;
}
