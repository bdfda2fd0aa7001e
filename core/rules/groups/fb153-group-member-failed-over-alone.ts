import { days } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { broken } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { listed } from '../words.ts';
import { checkGrouping } from './grouping.ts';

interface Params {
  readonly group: string;
  readonly members: readonly string[];
}

export const groupMemberFailedOverAlone = defineRule<Params>({
  code: 'FB153',
  title: 'Machines of a consistency group are failed over one by one',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause:
    'Azure PowerShell refuses to send it, and nobody has seen the service take it; found out at the cutover, it would be too late. A rehearsal may accept it.',
  architecture: 'classic',
  decidedBy: ['text', 'inventory', 'preflight'],
  timeToLive: days(7),
  source: {
    ...articles.cmdletUnplannedFailover,
    says: 'an unplanned failover of a single machine is refused by the cmdlet when the item (provider InMage) is in a replication group that somebody made: one whose name is not the GUID that is its id',
    confidence: 'observed',
  },
  byHand:
    'In the vault, open Replicated items and sort by replication group: a group that somebody named is a real one. Or in PowerShell:\nGet-AzRecoveryServicesAsrReplicationProtectedItem -ProtectionContainer $container | Select-Object FriendlyName, @{ n = "Group"; e = { $_.ProviderSpecificDetails.MultiVmGroupName } }',
  mend: 'Ask Microsoft support whether the vault takes the failover of single members; or fail the group over in the portal, by a recovery plan of its members, and commit there. For a rehearsal accept FB153 with the reason: the simulator can be told to take it or to refuse it.',
  message: ({ group, members }) =>
    `${listed(members)} replicate as the consistency group '${group}'. Azure PowerShell refuses to fail such machines over one by one, as this plan does; the service may refuse it too, in the middle of the cutover.`,
  reads: [],
  check: checkGrouping<Params>('failover of the group', (group, members, seen) => broken({ group, members }, seen)),
});
