import { days } from '../../quantity.ts';
import type { SourceRange } from '../../runbook/source.ts';
import { articles } from '../articles.ts';
import { broken, type Seen, verdictOn } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { situationOf } from '../situation.ts';
import { listed } from '../words.ts';
import { isInRealGroup } from './groups-in-play.ts';

export const commonPointNotUsed = defineRule<{ group: string; vms: readonly string[] }>({
  code: 'FB155',
  title: 'Group fails over machine by machine, without a common point',
  kind: 'advice',
  severity: 'info',
  severityBecause: 'each machine is consistent in itself; whether they must be so together only their owner knows.',
  architecture: 'modernized',
  decidedBy: ['text', 'inventory'],
  timeToLive: days(30),
  source: {
    ...articles.plannedFailoverCmdlet,
    says: 'the multi-VM sync point is a choice for the planned failover of a recovery plan, and on there by default; a single machine has no such choice',
    confidence: 'observed',
  },
  byHand:
    'In the replicated item, see Multi-VM consistency group; in a recovery plan, Failover offers the multi-VM consistent point.',
  mend: 'Stop the application before the failover (a `run` or an `ask` before failover), so that the last points of all machines agree; or fail this group over by a recovery plan in the portal.',
  message: ({ group, vms }) =>
    `${listed(vms, 3)} of the group '${group}' fail over one by one, each to its own latest point. failback calls no recovery plan, so the common point of the group is not used.`,
  reads: [],
  *check(context) {
    const { runbook, machines, howToCapture: how } = situationOf(context);
    const tell = (group: string, at: SourceRange, vms: readonly string[], seen: readonly Seen[]) =>
      verdictOn({ subject: group, at, fact: 'members of the group', how }, broken({ group, vms }, seen));
    for (const { name, at, machines: members } of runbook.consistencyGroups)
      if (members.length > 1)
        yield tell(
          name,
          at,
          members.map(({ value }) => value.name),
          [],
        );
    const declared = new Set(runbook.consistencyGroups.flatMap(({ machines }) => machines.map(({ value }) => value)));
    const grouped = machines.flatMap(({ machine, item }) => {
      const group = item.seen !== undefined && isInRealGroup(item.seen) ? item.seen.multiVmGroupName : undefined;
      return item.seen === undefined || group === undefined || declared.has(machine)
        ? []
        : [{ machine, item: item.seen, group }];
    });
    for (const [group, members] of Map.groupBy(grouped, (each) => each.group)) {
      const [first] = members;
      if (first === undefined || members.length < 2) continue;
      const vms = members.map(({ machine }) => machine.name);
      yield tell(
        group,
        first.machine.at,
        vms,
        members.map(({ item }) => item),
      );
    }
  },
});
