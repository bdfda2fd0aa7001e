import { hours } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { bySaying } from '../decisions.ts';
import { stageOf } from '../item-stage.ts';
import { eachMachine } from '../judge.ts';
import { broken, holds, type Outcome, type Seen, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import type { MachineInPlay } from '../situation.ts';

export const oldMachineStillRuns = defineRule<{ vm: string; state: string }>({
  code: 'FB143',
  title: 'Old machine runs while its copy runs in Azure',
  kind: 'prerequisite',
  severity: 'warning',
  severityBecause:
    'reprotect powers it off at the original location; but until then the two answer under one name, and what was written to the old one is lost.',
  architecture: 'both',
  decidedBy: ['inventory', 'preflight'],
  timeToLive: hours(4),
  source: {
    ...articles.commonQuestions,
    says: 'the source machine is shut down at the failover to Azure, so that no address is there twice when it returns',
    confidence: 'documented',
  },
  seenIn: 'vcenter',
  byHand:
    'In the vSphere client, see the power state of the old machine. In PowerCLI:\nGet-VM NAME | Select-Object Name, PowerState',
  mend: 'See whether anybody wrote to the old machine since the failover, save that, and shut it down. Or say what you know: `known { power: off }`',
  message: ({ vm, state }) =>
    `The old machine of '${vm}' is '${state}', while its copy serves in Azure. Clients may write to either, both have one name and perhaps one address, and what was written to the old one is lost when the data returns.`,
  check: eachMachine('power state of the old machine', judged),
});

/** Before reprotect only; while the data returns the same is FB141's, and an error. */
function judged({ machine, item, onSite }: MachineInPlay): Outcome<{ vm: string; state: string }> | undefined {
  const vm = machine.name;
  if (item.seen !== undefined && stageOf(item.seen) !== 'in-azure') return undefined;
  if (onSite.seen !== undefined) {
    const { powerState } = onSite.seen;
    return isOff(powerState) ? holds(onSite.seen) : ranAs(vm, powerState, onSite.seen);
  }
  // What the appliance discovered may be old, so it can tell that the machine ran, not that it is off.
  const discovered =
    item.seen === undefined || item.seen.discovered === null ? undefined : item.seen.discovered.powerStatus;
  if (item.seen !== undefined && discovered !== undefined && /\bon\b|poweredon/i.test(discovered))
    return ranAs(vm, discovered, item.seen);
  if (onSite.found === 0) return holds(...onSite.looked);
  return bySaying(machine.known, 'power', 'off', (state) => ({ vm, state })) ?? unknown(onSite.reason);
}

function isOff(state: string): boolean {
  return /off/i.test(state);
}

function ranAs(vm: string, state: string, seen: Seen) {
  return broken({ vm, state }, [seen]);
}
