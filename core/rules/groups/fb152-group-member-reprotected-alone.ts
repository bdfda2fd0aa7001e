import { days } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { broken } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { listed } from '../words.ts';
import { checkGrouping } from './grouping.ts';

interface Params {
  readonly group: string;
  readonly members: readonly string[];
  /** Where the article says so; of modernized it says nothing. */
  readonly classic: boolean;
}

export const groupMemberReprotectedAlone = defineRule<Params>({
  code: 'FB152',
  title: 'Machines of a consistency group are reprotected one by one',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause:
    'the article wants a recovery plan for it, and no tool can reprotect one: whether the service takes the machines one by one is not proven. A rehearsal may accept it; on modernized, where nothing is documented either way, it is a warning.',
  architecture: 'both',
  decidedBy: ['text', 'inventory', 'preflight'],
  timeToLive: days(7),
  source: {
    ...articles.reprotect,
    says: 'machines of a replication group can be reprotected only through a recovery plan; but the request to reprotect a plan has no body to say where to, and the cmdlet refuses it for VMware machines',
    confidence: 'documented',
  },
  byHand:
    'In the vault, open Replicated items and sort by replication group: a group that somebody named is a real one. Or in PowerShell:\nGet-AzRecoveryServicesAsrReplicationProtectedItem -ProtectionContainer $container | Select-Object FriendlyName, @{ n = "Group"; e = { $_.ProviderSpecificDetails.MultiVmGroupName } }',
  mend: 'Ask Microsoft support whether the vault takes reprotect of single members; or reprotect the group in the portal, by a recovery plan of its members, and let the run begin after it. For a rehearsal accept FB152 with the reason: the simulator can be told to take it or to refuse it.',
  message: ({ group, members, classic }) =>
    classic
      ? `${listed(members)} replicate as the consistency group '${group}'. The article says that such machines are reprotected through a recovery plan only, while this plan reprotects them one by one; the service may refuse it.`
      : `${listed(members)} replicate as the consistency group '${group}', and this plan moves them one by one. On classic the article wants a recovery plan for it; on modernized nothing is documented, and nobody has seen it tried.`,
  reads: [],
  check: checkGrouping<Params>('reprotect of the group', (group, members, seen, severity) =>
    broken({ group, members, classic: severity === undefined }, seen, { severity }),
  ),
});
