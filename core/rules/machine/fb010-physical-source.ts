import type { CapturedItem } from '../../inventory/inventory.ts';
import { days } from '../../quantity.ts';
import type { Architecture, Machine } from '../../runbook/runbook.ts';
import { articles } from '../articles.ts';
import type { Frame } from '../frame.ts';
import { eachItem } from '../judge.ts';
import { hasVCenter } from '../machine-source.ts';
import { broken, declared, holds, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import type { MachineInPlay } from '../situation.ts';

interface Params {
  readonly vm: string;
  readonly architecture: Architecture;
  /** The runbook brings it home as a new machine already. */
  readonly planned: boolean;
}

export const physicalSource = defineRule<Params>({
  code: 'FB010',
  title: 'Source was a physical server',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause:
    'two articles contradict each other on modernized failback, and the one about physical servers says no; accept it once a rehearsal or Microsoft support says yes. On classic it is a warning, since a virtual machine comes home in its place.',
  architecture: 'both',
  decidedBy: ['text', 'inventory', 'preflight'],
  timeToLive: days(30),
  source: {
    ...articles.modernizedPhysical,
    says: 'failback of physical servers is not supported (12/2023); but "failover and failback overview - modernized" (10/2023) says that VMware machines and physical servers are reprotected alike. Classic fails a physical server back as a VMware machine only',
    confidence: 'documented',
  },
  byHand: 'In the replicated item, see the source type; or ask who ran the server.',
  mend: 'Plan another way home for this server, or accept the risk with the reason. On classic, prepare a VMware host for it.',
  message: ({ vm, architecture }) =>
    architecture === 'classic'
      ? `'${vm}' was a physical server. It comes home as a VMware virtual machine only, as a full copy at an alternate location.`
      : `'${vm}' was a physical server. Microsoft's page on physical servers says that their failback is not supported, while its overview of failback names them along with VMware machines; nobody can tell beforehand whether reprotect will accept it.`,
  remedy: ({ architecture, planned }) =>
    architecture === 'classic'
      ? `Prepare a datastore on the host of its master target${planned ? '' : ', and write `location: alternate`'}; nothing needs to be accepted.`
      : 'Plan another way home for this server, or accept the risk with the reason.',
  check: eachItem({ fact: 'source', declared: ({ machine }, frame) => asWritten(machine, frame) }, bySource),
});

function bySource(item: CapturedItem, { machine }: MachineInPlay, frame: Frame) {
  if (item.discoveryType === 'Physical') return physical(machine, frame, [item]);
  if (item.discoveryType === 'VMware' || hasVCenter(item)) return holds(item);
  return unknown(`the capture did not tell the source of '${machine.name}'`);
}

function asWritten(machine: Machine, frame: Frame) {
  return machine.source.value === 'physical' ? physical(machine, frame, []) : declared({ severity: severityIn(frame) });
}

function physical({ name, source, location, at }: Machine, frame: Frame, seen: readonly CapturedItem[]) {
  const place = source.value === 'physical' ? source.at : at;
  const architecture = frame.runbook.architecture.value;
  const planned = location.value === 'alternate';
  return broken({ vm: name, architecture, planned }, seen, { at: place, severity: severityIn(frame) });
}

function severityIn({ runbook }: Frame) {
  return runbook.architecture.value === 'classic' ? ('warning' as const) : undefined;
}
