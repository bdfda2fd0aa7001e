import { days } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { knownFact } from '../decisions.ts';
import { eachMachine, mayRunInAzure } from '../judge.ts';
import { osFamilyOf } from '../os-family.ts';
import { broken, declared, holds, type Outcome, type Seen, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import type { MachineInPlay } from '../situation.ts';

interface Params {
  readonly vm: string;
  readonly kind: 'secure-boot' | 'old-windows';
  readonly os: string;
}

/** A fact and who has seen it; nobody where the runbook says it. */
interface Told<T> {
  readonly value: T;
  readonly seen: Seen | undefined;
}

export const firmwareNotSupported = defineRule<Params>({
  code: 'FB015',
  title: 'Machine starts with Secure Boot, or an old Windows with UEFI',
  kind: 'prerequisite',
  severity: 'warning',
  severityBecause:
    'the matrix does not support it; but the machine did fail over once, so the service may take it home all the same.',
  architecture: 'both',
  decidedBy: ['inventory', 'preflight'],
  timeToLive: days(30),
  source: {
    ...articles.supportMatrix,
    says: 'UEFI is supported where Secure Boot is off; Windows Server 2008 SP2 and 2008 R2 SP1 with UEFI are not supported. Whether the guest itself is in the matrix was judged when its replication to Azure was enabled',
    confidence: 'documented',
  },
  byHand:
    'In the vSphere client, open the old machine, Edit Settings, VM Options, Boot Options. In Windows, msinfo32 shows BIOS mode and Secure Boot State; in PowerCLI:\nGet-VM NAME | Select-Object Name, @{n="firmware"; e={$_.ExtensionData.Config.Firmware}}, @{n="secureBoot"; e={$_.ExtensionData.Config.BootOptions.EfiSecureBootEnabled}}',
  mend: 'Turn Secure Boot off on the old machine while it is powered off. Or say what you know: `known { firmware: bios }`',
  message: ({ vm, kind, os }) =>
    kind === 'secure-boot'
      ? `'${vm}' starts by UEFI with Secure Boot, which the support matrix excludes. Its failover may end with a machine that does not start.`
      : `'${vm}' runs ${os} and starts by UEFI; the support matrix excludes the two together. Its failover may end with a machine that does not start.`,
  check: eachMachine('firmware', (subject) => (mayRunInAzure(subject) ? judged(subject) : undefined)),
});

function judged(subject: MachineInPlay): Outcome<Params> {
  const { machine, item } = subject;
  const firmware = firmwareOf(subject);
  if (firmware === undefined) return unknown('reason' in item ? item.reason : undefined);
  if (!/efi/i.test(firmware.value)) return told(firmware);
  const os = systemOf(subject);
  if (os === undefined) return unknown(`nobody told which system '${machine.name}' runs, and it starts by UEFI`);
  if (/windows.*\b2008\b/i.test(os)) return broken({ vm: machine.name, kind: 'old-windows', os }, seenOf(firmware));
  const secureBoot = secureBootOf(subject);
  if (secureBoot === undefined) return unknown(`nobody captured whether '${machine.name}' starts with Secure Boot`);
  return secureBoot.value
    ? broken({ vm: machine.name, kind: 'secure-boot', os: '' }, seenOf(secureBoot))
    : told(firmware, secureBoot);
}

/** What it runs, in words: as the service tells it, else as the runbook or vSphere does. */
function systemOf(subject: MachineInPlay): string | undefined {
  const os = osFamilyOf(subject);
  if (os !== undefined && (os.version !== undefined || os.family === 'linux')) return os.version ?? os.family;
  return subject.onSite.seen === undefined ? undefined : subject.onSite.seen.guestName;
}

function firmwareOf({ machine, item, onSite }: MachineInPlay): Told<string> | undefined {
  if (item.seen !== undefined && item.seen.firmware !== undefined)
    return { value: item.seen.firmware, seen: item.seen };
  if (onSite.seen !== undefined && onSite.seen.firmware !== undefined)
    return { value: onSite.seen.firmware, seen: onSite.seen };
  const said = knownFact(machine.known, 'firmware');
  return said === undefined ? undefined : { value: String(said.value), seen: undefined };
}

function secureBootOf({ machine, onSite }: MachineInPlay): Told<boolean> | undefined {
  if (onSite.seen !== undefined && onSite.seen.secureBoot !== undefined)
    return { value: onSite.seen.secureBoot, seen: onSite.seen };
  const said = knownFact(machine.known, 'secure-boot');
  return said === undefined ? undefined : { value: said.value !== false, seen: undefined };
}

/** What rests on the word of the runbook in any part is no more than declared. */
function told(...facts: readonly Told<unknown>[]): Outcome<never> {
  const seen = facts.flatMap(seenOf);
  return seen.length < facts.length ? declared() : holds(...seen);
}

function seenOf({ seen }: Told<unknown>): readonly Seen[] {
  return seen === undefined ? [] : [seen];
}
