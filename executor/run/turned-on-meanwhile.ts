import type { Inventory } from '../../core/inventory/inventory.ts';
import { fold } from '../../core/inventory/world.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { tellChangedFact } from '../../core/plan/say-changed-fact.ts';
import { oldMachineTurnedOn } from '../../core/rules/old-machine/fb141-old-machine-turned-on.ts';
import type { EventFact } from '../../core/run/events.ts';
import type { LedgerState } from '../../core/run/ledger.ts';
import { indexOf } from '../../core/run/plan-index.ts';

interface TurnedOn {
  readonly says: string;
  readonly fact: EventFact;
}

/**
 * Old machines that somebody turned on while their data returns. Whatever the run has in hand is taken as it was planned,
 * and this is the one thing about it that no run does: a reprotect leaves the old machine off, and only the failover
 * turns it on.
 */
export function turnedOnMeanwhile(
  plan: Plan,
  state: LedgerState,
  open: ReadonlySet<string>,
  before: Inventory | undefined,
  seen: Inventory,
): readonly TurnedOn[] {
  const { stepsOfMachine, machines } = indexOf(plan);
  const names = new Map((before?.items ?? []).map(({ id, friendlyName }) => [id.toLowerCase(), friendlyName]));
  const running = new Map(
    (seen.siteMachines ?? [])
      .filter(({ powerState, seenAt }) => /on$/i.test(powerState) && isOfThisLook(seenAt, seen))
      .map((machine) => [fold(machine.name), machine]),
  );
  if (running.size === 0) return [];
  return [...machines.values()].flatMap((machine) => {
    const steps = stepsOfMachine.get(machine.name) ?? [];
    const stepOf = (kind: string) => steps.find((step) => step.kind === kind);
    const [reprotect, failover] = [stepOf('reprotect'), stepOf('failover')];
    const old = running.get(fold(names.get(machine.itemId?.toLowerCase() ?? '') ?? machine.name));
    if (old === undefined || machine.location !== 'original' || reprotect === undefined || failover === undefined)
      return [];
    const returns = state.steps.get(reprotect.id)?.status === 'done';
    if (!returns || !open.has(failover.id) || (state.steps.get(failover.id)?.attempt ?? 0) > 0) return [];
    const told = tellChangedFact({
      section: 'siteMachines',
      key: '',
      thing: `old machine of '${machine.name}'`,
      field: 'powerState',
      before: 'poweredOff',
      now: old.powerState,
    });
    const params = { kind: 'machine', vm: machine.name, state: old.powerState };
    return [
      {
        says: `${oldMachineTurnedOn.code}: ${oldMachineTurnedOn.message(params)}`,
        fact: { ...told, steps: [failover.id], more: 0 },
      },
    ];
  });
}

/** What a server that could not be asked showed once says nothing of now. */
function isOfThisLook(seenAt: string, { capturedAt }: Inventory): boolean {
  return Math.abs(Date.parse(capturedAt) - Date.parse(seenAt)) < 3_600_000;
}
