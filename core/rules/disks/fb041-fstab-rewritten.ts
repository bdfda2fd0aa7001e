import { days } from '../../quantity.ts';
import type { Machine } from '../../runbook/runbook.ts';
import { articles } from '../articles.ts';
import { momentsOf } from '../decisions.ts';
import { mayRunInAzure } from '../judge.ts';
import { osFamilyOf } from '../os-family.ts';
import { broken, verdictOn } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { situationOf } from '../situation.ts';
import { counted, listed } from '../words.ts';

export const fstabRewritten = defineRule<{ vms: readonly string[] }>({
  code: 'FB041',
  title: 'fstab and LVM settings of Linux are rewritten',
  kind: 'advice',
  severity: 'warning',
  severityBecause: 'the machine comes home and starts; but mounts that were written by hand may be other ones.',
  architecture: 'modernized',
  decidedBy: ['text', 'inventory'],
  timeToLive: days(30),
  source: {
    ...articles.modernizedOverview,
    says: 'on Linux, /etc/fstab and the LVM configuration may be changed after failback',
    confidence: 'documented',
  },
  byHand:
    'Keep a copy of both before reprotect, and compare after the failover:\ncp -a /etc/fstab /etc/lvm /root/before-failback/\ndiff -r /root/before-failback/fstab /etc/fstab',
  mend: 'Plan a `run` or an `ask` that keeps a copy of /etc/fstab and /etc/lvm before reprotect, and one after failover that compares them; or accept it once for the runbook, where something restores them anyway.',
  message: ({ vms }) =>
    `${counted(vms.length, 'machine')} (${listed(vms, 3)}) ${vms.length === 1 ? 'runs' : 'run'} Linux. Failback may change /etc/fstab and the LVM settings there, and no step of the runbook looks after them.`,
  reads: ['os'],
  // Told once for a runbook: what is done about it is the same for all of its machines.
  *check(context) {
    const { runbook, machines, howToCapture: how } = situationOf(context);
    const steps = momentsOf(runbook).flatMap(({ moment }) => moment.items);
    const said = steps.flatMap((step) =>
      step.kind === 'ask' ? [step.title] : step.kind === 'run' ? [step.title, step.script] : [],
    );
    if (said.some((words) => /fstab|\blvm/i.test(words))) return;
    const linux = machines.filter((subject) => {
      const os = osFamilyOf(subject);
      return os !== undefined && os.family === 'linux' && mayRunInAzure(subject);
    });
    const [first] = linux;
    if (first === undefined) return;
    const seen = linux.flatMap(({ item }) => (item.seen === undefined ? [] : [item.seen]));
    const question = { subject: runbook.name, at: placeOf(first.machine), fact: 'Linux machines', how };
    yield verdictOn(question, broken({ vms: linux.map(({ machine }) => machine.name) }, seen));
  },
});

function placeOf({ os, at }: Machine) {
  return os === undefined ? at : os.at;
}
