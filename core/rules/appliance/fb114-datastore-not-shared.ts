import type { CapturedHost } from '../../inventory/inventory.ts';
import { sameName, type World } from '../../inventory/world.ts';
import { days } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { datastorePlace } from '../decisions.ts';
import { eachMachine } from '../judge.ts';
import { broken } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import type { MachineInPlay } from '../situation.ts';

interface Params {
  readonly vm: string;
  readonly datastore: string;
  readonly host: string;
}

export const datastoreNotShared = defineRule<Params>({
  code: 'FB114',
  title: "Datastore is not mounted on the appliance's host",
  kind: 'advice',
  severity: 'info',
  severityBecause:
    'the appliance may live on any host as long as the datastore is shared; what counts in the end is the list of datastores it reaches (FB112).',
  architecture: 'modernized',
  decidedBy: ['inventory'],
  timeToLive: days(1),
  source: {
    ...articles.modernizedOverview,
    says: 'the appliance may run on another ESXi host than the machine, if the datastore is shared between the two',
    confidence: 'documented',
  },
  seenIn: 'vcenter',
  byHand: "In the vSphere client, open the appliance's host, Datastores.",
  mend: "Share the datastore with the appliance's host, or move the appliance there before reprotect, never after (FB115).",
  message: ({ vm, datastore, host }) =>
    `'${host}', the host of the appliance, does not mount '${datastore}', where '${vm}' comes home to. The appliance needs it shared between the hosts.`,
  check: eachMachine("datastores of the appliance's host", (subject, { world }) => {
    const { machine } = subject;
    const host = world === undefined ? undefined : applianceHost(subject, world);
    if (host === undefined || machine.datastore === undefined) return undefined;
    const datastore = machine.datastore.value.datastoreName;
    if (host.datastores.some(({ name }) => sameName(name, datastore))) return undefined;
    return broken({ vm: machine.name, datastore, host: host.name }, [host], { at: datastorePlace(machine) });
  }),
});

/** The host that vCenter shows for the appliance's own machine, else the one that the runbook names. */
function applianceHost({ appliance }: MachineInPlay, world: World): CapturedHost | undefined {
  if (appliance === undefined) return undefined;
  const { applianceName, host } = appliance.appliance;
  const machine = world.siteMachine(applianceName);
  if (machine !== undefined && machine.host !== undefined) return world.host(machine.host);
  return host === undefined ? undefined : world.host(host.value.name);
}
