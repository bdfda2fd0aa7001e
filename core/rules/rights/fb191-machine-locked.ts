import { days } from '../../quantity.ts';
import { isWithin } from '../allowed-actions.ts';
import { articles } from '../articles.ts';
import { eachMachineIn, mayRunInAzure } from '../judge.ts';
import { broken, holds, type Seen, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { lookOf } from '../sighting.ts';
import { listed } from '../words.ts';

/** `/subscriptions/ID/resourceGroups/NAME/providers/NAMESPACE/TYPE/NAME`; what lies inside a resource has more. */
const SEGMENTS_OF_A_RESOURCE = 9;

interface Params {
  readonly vm: string;
  readonly locks: readonly string[];
}

interface Lock extends Seen {
  readonly name: string;
  readonly level: string;
  readonly scope: string;
}

export const machineLocked = defineRule<Params>({
  code: 'FB191',
  title: 'Lock keeps the Azure machine from being deleted',
  kind: 'prerequisite',
  severity: 'warning',
  severityBecause:
    'the machine is home by then; but the commit that shall delete the one in Azure may fail, and both stay. No article says what Site Recovery does then.',
  architecture: 'both',
  decidedBy: ['inventory', 'preflight'],
  timeToLive: days(1),
  source: {
    ...articles.modernizedOverview,
    says: 'commit deletes the Azure machine; a lock against deletion on it, on its resource group or subscription forbids that to everybody',
    confidence: 'inferred',
  },
  byHand:
    'In the portal, open the Azure machine, then its resource group and subscription, Locks.\naz lock list --resource-group RG --query "[].{name:name, level:level, id:id}"',
  mend: 'Have the lock removed before the commit by whoever set it, and set again on what stays.',
  message: ({ vm, locks }) =>
    `The Azure machine of '${vm}' is under the ${locks.length === 1 ? 'lock' : 'locks'} ${listed(locks)}. Commit deletes that machine, which the lock forbids.`,
  check: eachMachineIn('locks on the Azure machine', ({ world }) => {
    const locks = world === undefined ? undefined : world.inventory.locks;
    const look = world === undefined ? [] : [lookOf(world)];
    const scopes = locks === undefined ? undefined : byScope(locks);
    return (subject) => {
      if (!mayRunInAzure(subject)) return undefined;
      const { machine, azureVm } = subject;
      if (scopes === undefined) return unknown();
      if ('reason' in azureVm) return unknown(azureVm.reason);
      const found = scopes(azureVm.seen.id);
      if (found.length === 0) return holds(azureVm.seen, ...look);
      return broken({ vm: machine.name, locks: found.map(({ name }) => name) }, [azureVm.seen, ...found]);
    };
  }),
});

/** Answers for a resource which locks are on it or above it; those on something inside it keep it too. */
function byScope(locks: readonly Lock[]): (id: string) => readonly Lock[] {
  if (locks.length === 0) return () => [];
  const above = Map.groupBy(locks, ({ scope }) => scope.toLowerCase().replace(/\/+$/, ''));
  // Scopes are of few lengths, so few beginnings of an id can be one.
  const lengths = [...new Set([...above.keys()].map(({ length }) => length))].sort((one, other) => one - other);
  const inside = locks.filter(({ scope }) => scope.split('/').length > SEGMENTS_OF_A_RESOURCE);
  return (id) => {
    const whole = id.toLowerCase();
    const found: Lock[] = [];
    for (const length of lengths)
      if (length === whole.length || whole[length] === '/') found.push(...(above.get(whole.slice(0, length)) ?? []));
    return [...found, ...inside.filter(({ scope }) => isWithin(scope, id) && !isWithin(id, scope))];
  };
}
