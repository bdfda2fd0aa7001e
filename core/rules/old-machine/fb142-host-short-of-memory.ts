import type { CapturedSiteMachine } from '../../inventory/inventory.ts';
import { sameName } from '../../inventory/world.ts';
import { type Bytes, hours } from '../../quantity.ts';
import type { KnownFact, Machine } from '../../runbook/runbook.ts';
import { articles } from '../articles.ts';
import { together } from '../check.ts';
import { knownFact } from '../decisions.ts';
import { runsInAzure } from '../item-stage.ts';
import { eachMachine } from '../judge.ts';
import { broken, declared, holds, type Outcome, unknown, verdictOn } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { type MachineInPlay, type Situation, seenHost, situationOf } from '../situation.ts';
import type { RuleContext, Verdict } from '../verdict.ts';
import { counted, sized } from '../words.ts';

interface Params {
  readonly host: string;
  readonly machines: number;
  readonly needed: Bytes;
  readonly free: Bytes;
}

/** A machine that will start on a host, and how much memory it takes there. */
interface Start {
  readonly machine: Machine;
  readonly seen: CapturedSiteMachine;
  readonly memory: Bytes;
  /** Only the runbook says how much. */
  readonly declared: boolean;
}

export const hostShortOfMemory = defineRule<Params>({
  code: 'FB142',
  title: 'Host is short of memory',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause:
    'the machine in Azure is shut down first; a machine that does not start on the site then is an outage. For a new machine, whose host vCenter chooses, not knowing is a warning.',
  architecture: 'both',
  decidedBy: ['inventory', 'preflight'],
  timeToLive: hours(24),
  source: {
    ...articles.troubleshootReprotect,
    says: 'failback ends with error 8038 when the host has not enough memory to start the machine',
    confidence: 'documented',
  },
  serviceErrors: ['8038'],
  seenIn: 'vcenter',
  byHand:
    'In the vSphere client, open the host, Summary, and compare its free memory with the memory of the machines that start there.',
  mend: 'Free memory on the host, move old machines (they are off) to another one, or leave some for later.',
  message: ({ host, machines, needed, free }) =>
    `${counted(machines, 'machine')} of this runbook ${machines === 1 ? 'starts' : 'start'} on '${host}' and ${machines === 1 ? 'takes' : 'take'} ${sized(needed)} of memory, ${sized(needed - free)} more than is free. What does not start on the site is an outage, for it has been shut down in Azure by then.`,
  reads: ['location', 'known'],
  check: together(
    eachMachine('memory on the host', (subject) => {
      const start = startOf(subject);
      return start !== undefined && 'kind' in start ? start : undefined;
    }),
    eachHost,
  ),
});

/** The machines that start on one host share its memory. */
function* eachHost(context: RuleContext): Generator<Verdict<Params>> {
  const situation = situationOf(context);
  const starts = situation.machines.flatMap((subject): Start[] => {
    const start = startOf(subject);
    return start === undefined || 'kind' in start ? [] : [start];
  });
  for (const [host, here] of Map.groupBy(starts, ({ seen }) => seen.host ?? '')) {
    const [first] = here;
    if (first === undefined) continue;
    const question = { subject: host, at: first.machine.at, fact: 'free memory', how: situation.howToCapture };
    yield verdictOn(question, roomOn(host, here, situation));
  }
}

/** What it takes, or why nobody knows; undefined when it runs on the site already. */
function startOf({ machine, item, onSite }: MachineInPlay): Start | Outcome<never> | undefined {
  if (item.seen !== undefined && !runsInAzure(item.seen)) return undefined;
  if (machine.location.value === 'alternate')
    return unknown(`'${machine.name}' comes home as a new machine, and its host is chosen when it is created`, {
      severity: 'warning',
    });
  if ('reason' in onSite) return unknown(onSite.reason);
  const { host } = onSite.seen;
  const memory = onSite.seen.memoryBytes ?? saidBytes(machine.known, 'memory');
  if (memory === undefined || host === undefined)
    return unknown(`the capture did not tell the memory and the host of the old machine '${machine.name}'`);
  return { machine, seen: onSite.seen, memory, declared: onSite.seen.memoryBytes === undefined };
}

function roomOn(name: string, starts: readonly Start[], { runbook, world }: Situation): Outcome<Params> {
  const needed = starts.reduce((sum, { memory }) => sum + memory, 0);
  const breach = (free: Bytes) => ({ host: name, machines: starts.length, needed, free });
  const seen = seenHost(world, name);
  if (seen !== undefined && seen.memoryFreeBytes !== undefined) {
    const basis = [seen, ...starts.map((start) => start.seen)];
    const free = seen.memoryFreeBytes;
    if (needed > free) return broken(breach(free), basis);
    return starts.some((start) => start.declared) ? declared() : holds(...basis);
  }
  const host = runbook.hosts.find((each) => sameName(each.name, name));
  const free = host === undefined ? undefined : saidBytes(host.known, 'memory-free');
  if (free === undefined) return unknown(`the inventory does not have the free memory of the host '${name}'`);
  return needed <= free ? declared() : broken(breach(free), []);
}

function saidBytes(known: readonly KnownFact[], key: string): Bytes | undefined {
  const fact = knownFact(known, key);
  return fact !== undefined && typeof fact.value === 'number' ? fact.value : undefined;
}
