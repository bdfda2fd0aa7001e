import { days } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { broken, declared, holds, type Seen, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import type { MachineInPlay } from '../situation.ts';
import { listed } from '../words.ts';
import { eachGroup } from './groups-in-play.ts';

interface Params {
  readonly group: string;
  readonly windows: readonly string[];
  readonly linux: readonly string[];
}

export const mixedSystemsInGroup = defineRule<Params>({
  code: 'FB150',
  title: 'Consistency group mixes Windows and Linux',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause: 'the group goes through one master target, and that serves machines of its own system only.',
  architecture: 'classic',
  decidedBy: ['text', 'inventory', 'preflight'],
  timeToLive: days(7),
  source: {
    ...articles.prepareFailback,
    says: 'machines gathered into a replication group for multi-VM consistency must all be Windows or all be Linux, because they use the same master target and it has the operating system of the machines',
    confidence: 'documented',
  },
  byHand:
    'In the vault, open Replicated items and sort by replication group; see the operating system in the properties of each member. Or in PowerShell:\nGet-AzRecoveryServicesAsrReplicationProtectedItem -ProtectionContainer $container | Select-Object FriendlyName, @{ n = "System"; e = { $_.ProviderSpecificDetails.OSType } }, @{ n = "Group"; e = { $_.ProviderSpecificDetails.MultiVmGroupName } }',
  mend: 'While machines replicate to Azure, a member can be taken out of its group; afterwards it cannot. A group that is failed over and mixed cannot be reprotected as it is: ask Microsoft support.',
  message: ({ group, windows, linux }) =>
    `The consistency group '${group}' mixes Windows (${listed(windows)}) and Linux (${listed(linux)}). Its machines must go through one master target, and none serves both.`,
  reads: ['os'],
  check: eachGroup<Params>('operating systems', ({ name, members }) => {
    const systems = members.map((member) => ({ member, ...systemOf(member) }));
    const named = (wanted: 'windows' | 'linux') =>
      systems.filter(({ family }) => family === wanted).map(({ member }) => member.machine.name);
    const [windows, linux] = [named('windows'), named('linux')];
    const seen = systems.flatMap((system) => system.seen ?? []);
    if (windows.length > 0 && linux.length > 0) return broken({ group: name, windows, linux }, seen);
    const open = systems.find(({ family }) => family === undefined);
    if (open !== undefined) return unknown(`nobody says which operating system '${open.member.machine.name}' has`);
    return seen.length === members.length ? holds(...seen) : declared();
  }),
});

/** As captured; else as written. */
function systemOf({ item, machine }: MachineInPlay): {
  readonly family: 'windows' | 'linux' | undefined;
  readonly seen?: Seen;
} {
  if (item.seen?.osType !== undefined)
    return { family: item.seen.osType === 'Windows' ? 'windows' : 'linux', seen: item.seen };
  return { family: machine.os?.value.family };
}
