import { days } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { bySaying } from '../decisions.ts';
import { eachTargetMachine } from '../judge.ts';
import { broken, holds, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { listed } from '../words.ts';

interface Params {
  readonly target: string;
  readonly controllers: readonly string[];
}

/** As vSphere calls them; disks sit on these, while IDE and SATA carry the CD drive of most machines. */
const LSI_LOGIC = /lsilogic/i;
const FOR_CD_DRIVES = /ide|ahci|sata/i;

export const otherControllerThanLsiLogic = defineRule<Params>({
  code: 'FB060',
  title: 'Master target has another controller than LSI Logic',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause: 'the article says that reprotect fails without an LSI Logic controller.',
  architecture: 'classic',
  decidedBy: ['text', 'inventory', 'preflight'],
  timeToLive: days(7),
  source: {
    ...articles.prepareFailback,
    says: "the master target can't have a Paravirtual SCSI controller, only an LSI Logic controller; without one, reprotection fails",
    confidence: 'documented',
  },
  seenIn: 'vcenter',
  byHand:
    'In the vSphere client, open the master target, Edit Settings, and read the type of each SCSI controller. In PowerCLI:\nGet-VM NAME | Get-ScsiController | Select-Object Name, Type',
  mend: 'Power the master target off and change the type of each SCSI controller to LSI Logic (a Windows guest may first need the driver). Or say what you know: `known { controller: lsi-logic }`',
  message: ({ target, controllers }) =>
    controllers.length === 0
      ? `The master target '${target}' has no LSI Logic controller. Reprotect attaches the disks of the returning machines to one, and fails without it.`
      : `The master target '${target}' has ${listed(controllers)}. Reprotect attaches the disks of the returning machines to LSI Logic controllers only, and fails with others.`,
  reads: [],
  check: eachTargetMachine(
    {
      fact: 'controllers',
      declared: ({ name, target }) =>
        bySaying(target.known, 'controller', 'lsi-logic', (said) => ({ target: name, controllers: [said] })),
    },
    (machine, { name }) => {
      if (machine.controllers === undefined) return unknown(`the capture did not tell the controllers of '${name}'`);
      const ofDisks = machine.controllers.filter((controller) => !FOR_CD_DRIVES.test(controller));
      const others = [...new Set(ofDisks.filter((controller) => !LSI_LOGIC.test(controller)))];
      return others.length === 0 && ofDisks.length > 0
        ? holds(machine)
        : broken({ target: name, controllers: others }, [machine]);
    },
  ),
});
