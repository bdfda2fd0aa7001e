import { minutes } from '../quantity.ts';
import type { Machine, RunScript, Stage } from '../runbook/runbook.ts';
import type { Chain, LinkBase } from './chain.ts';
import type { UnplacedStep } from './draft.ts';
import { upTo } from './durations.ts';
import type { Laying } from './laying.ts';
import type { Estimate, GuestPlace } from './plan.ts';
import { scriptUri } from './script-texts.ts';

/** The steps of a script: one on the operator's machine, or one inside each guest, all at the same time. */
export function scriptSteps(
  laying: Laying,
  chain: Chain,
  item: RunScript,
  base: LinkBase,
): readonly { readonly step: UnplacedStep; readonly takes: Estimate }[] {
  const { title, script, on, timeout, tries } = item;
  const text = laying.scripts?.get(scriptUri(item));
  const common = {
    kind: 'run' as const,
    script,
    on,
    timeout,
    ...(tries === 1 ? {} : { tries }),
    ...(text === undefined ? {} : { text: { sha256: text.sha256, bytes: text.bytes } }),
  };
  const takes = upTo(timeout * tries, minutes(2));
  if (on === 'operator') return [{ step: { ...base, ...common, title }, takes }];
  return item.machines.map(({ value: machine }) => ({
    step: {
      ...base,
      ...common,
      id: `${base.id}/${machine.name}`,
      title: `${title}, inside ${machine.name}`,
      guest: guestPlace(laying, chain, machine, item.account?.value),
    },
    takes,
  }));
}

/** Until its failover a machine runs in Azure, and afterwards on the site. */
function guestPlace(laying: Laying, { when, stage }: Chain, machine: Machine, account: string | undefined): GuestPlace {
  const settled = laying.settled.find((one) => one.machine === machine);
  const os = settled?.family ?? machine.os?.value.family ?? 'linux';
  if (isInAzure(when, stage)) {
    const vmId = settled?.azureVm?.id ?? null;
    if (vmId === null) laying.missing.note('The inventory does not show the machine in Azure', machine.name);
    return { in: 'azure', machine: machine.name, os, vmId };
  }
  const vm = settled?.item?.friendlyName;
  return {
    in: 'site',
    machine: machine.name,
    os,
    ...(vm === undefined || vm === machine.name ? {} : { vm }),
    ...(account === undefined ? {} : { account }),
  };
}

function isInAzure(when: Chain['when'], stage: Stage): boolean {
  return stage === 'reprotect' || (stage === 'failover' && when === 'before');
}

/** Why a live run could not run a script, as sentences. */
export function scriptObstacles(laying: Laying): readonly string[] {
  const steps = laying.draft.steps.flatMap((step) => (step.kind === 'run' ? [step] : []));
  const probes = laying.draft.steps.flatMap((step) =>
    step.kind === 'probe' && step.check.kind === 'script' ? [step.check] : [],
  );
  const unread = new Set([...steps, ...probes].filter(({ text }) => text === undefined).map(({ script }) => script));
  const onSite = steps.flatMap(({ title, guest }) => (guest?.in === 'site' ? [{ title, guest }] : []));
  return [
    ...(laying.scripts === undefined ? [] : [...unread]).map(
      (script) =>
        `The script '${script}' cannot be read, so nobody can review what would run. Its path is relative to the file that names it.`,
    ),
    ...onSite
      .filter(({ guest }) => guest.account === undefined)
      .map(
        ({ title }) =>
          `'${title}' is to run inside a machine on the site, and nobody says as whom. Write \`account: …\` beside its \`in:\`; the password stays out of files.`,
      ),
    ...onSite
      .filter(({ guest }) => isPhysical(laying, guest.machine))
      .map(
        ({ title, guest }) =>
          `'${title}' is to run inside '${guest.machine}' after its failover, and '${guest.machine}' is a physical server: only machines that vSphere had before are reached through VMware Tools. ` +
          'Run it on the operator’s machine, from where it can reach the other, or `ask` a person.',
      ),
  ];
}

function isPhysical({ settled }: Laying, name: string): boolean {
  const one = settled.find(({ machine }) => machine.name === name);
  return one?.machine.source.value === 'physical' || one?.item?.discoveryType === 'Physical';
}
