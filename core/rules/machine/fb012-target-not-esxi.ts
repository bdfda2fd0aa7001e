import { days } from '../../quantity.ts';
import type { Host } from '../../runbook/runbook.ts';
import { articles } from '../articles.ts';
import { knownFact } from '../decisions.ts';
import { eachAppliance } from '../judge.ts';
import { broken, declared, holds, unknown, verdictOn } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { seenHost, situationOf } from '../situation.ts';
import type { RuleContext, Verdict } from '../verdict.ts';

const FACT = 'hypervisor';
const OTHER_HYPERVISOR = /hyper-?v|workstation|fusion|player|xen|kvm|proxmox/i;

interface Params {
  readonly target: string;
  readonly hypervisor: string;
}

export const targetNotEsxi = defineRule<Params>({
  code: 'FB012',
  title: 'Target is not ESXi',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause: 'Site Recovery writes machines back to ESXi only.',
  architecture: 'both',
  decidedBy: ['text', 'inventory', 'preflight'],
  timeToLive: days(30),
  source: {
    ...articles.failback,
    says: 'machines fail back to VMware ESXi, whatever they came from; not to Hyper-V, a physical server or VMware Workstation',
    confidence: 'documented',
  },
  seenIn: 'vcenter',
  byHand: 'In the vSphere client, open the host and read the hypervisor under Summary.',
  mend: 'Name an ESXi host or a vCenter as the target.',
  message: ({ target, hypervisor }) =>
    `'${target}' runs ${hypervisor}. Site Recovery brings machines home to VMware ESXi only, so nothing can be written there.`,
  reads: [],
  *check(context) {
    for (const host of context.runbook.hosts) yield* hostVerdict(host, context);
    yield* applianceVerdicts(context);
  },
});

/** An appliance that the service has seen discover machines through a vCenter can only serve ESXi. */
const applianceVerdicts = eachAppliance<Params>(
  {
    fact: FACT,
    declared: ({ appliance }) =>
      appliance.vcenter === undefined && appliance.host === undefined ? undefined : declared(),
  },
  (captured, { name }) =>
    captured.vcenterId === undefined ? unknown(`the service does not tell the vCenter of '${name}'`) : holds(captured),
);

function* hostVerdict(host: Host, context: RuleContext): Generator<Verdict<Params>> {
  const { world, howToCapture } = situationOf(context);
  const question = { subject: host.name, at: host.at, fact: FACT, how: howToCapture };
  const said = knownFact(host.known, 'hypervisor');
  if (said !== undefined && OTHER_HYPERVISOR.test(String(said.value))) {
    yield verdictOn(question, broken({ target: host.name, hypervisor: String(said.value) }, [], { at: said.at }));
    return;
  }
  const seen = seenHost(world, host.name);
  if (seen === undefined) return;
  const hypervisor = seen.version ?? '';
  yield verdictOn(
    question,
    OTHER_HYPERVISOR.test(hypervisor) ? broken({ target: host.name, hypervisor }, [seen]) : holds(seen),
  );
}
