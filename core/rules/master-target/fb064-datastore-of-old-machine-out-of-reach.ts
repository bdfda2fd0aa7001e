import { hours } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { datastorePlace } from '../decisions.ts';
import { eachMachine, mayRunInAzure } from '../judge.ts';
import { defineRule } from '../rule.ts';
import { situationOf } from '../situation.ts';
import { listed } from '../words.ts';
import { type OutOfReach, oldDisksReached } from './old-disks-reached.ts';
import { anotherThatReaches, becomesNewMachine, isOnBareHost } from './reach.ts';

export const datastoreOfOldMachineOutOfReach = defineRule<OutOfReach>({
  code: 'FB064',
  title: "Datastore of the old machine is out of the master target's reach",
  kind: 'prerequisite',
  severity: 'error',
  severityBecause:
    'the master target writes into the disks of the old machine, and its host has to mount them to do so.',
  architecture: 'classic',
  decidedBy: ['text', 'inventory', 'preflight'],
  timeToLive: hours(24),
  source: {
    ...articles.prepareFailback,
    says: "at the original location, the datastore of the old machine must be mounted on the master target's host with read and write access",
    confidence: 'documented',
  },
  serviceErrors: ['8061'],
  seenIn: 'vcenter',
  byHand:
    'In the vSphere client, open the host of the master target, Datastores: the datastore must be mounted there, read and write. In PowerCLI:\nGet-VMHost NAME | Get-Datastore; (Get-Datastore NAME).ExtensionData.Host | Select-Object Key, { $_.MountInfo.AccessMode }',
  mend: "Mount the datastore on the master target's host for reading and writing; or move the master target (before the first reprotect, never after) to a host that mounts it; or send the machine through a master target whose host does.",
  message: ({ vm, target, host, missing, reached }) =>
    `${host === undefined ? `'${target}'` : `'${host}', the host of '${target}',`} does not mount ${listed(missing)} for reading and writing; it mounts ${listed(reached)}. The disks of the old machine '${vm}' lie there, and the master target has to write into them.`,
  check: eachMachine('datastores in reach of the master target', (subject, frame) => {
    if (!mayRunInAzure(subject) || becomesNewMachine(subject) || isOnBareHost(subject, frame)) return undefined;
    const outcome = oldDisksReached(subject);
    return outcome && { at: datastorePlace(subject.machine), ...outcome };
  }),
  fix({ vm, missing }, _at, context) {
    const found = situationOf(context).machines.find(({ machine }) => machine.name === vm);
    if (found === undefined || found.masterTarget === undefined || found.machine.via === undefined) return undefined;
    const other = anotherThatReaches(context, found.masterTarget, missing);
    if (other === undefined) return undefined;
    return {
      title: `Come home through '${other.name}'`,
      edits: [{ range: found.machine.via.at, newText: other.name }],
    };
  },
});
