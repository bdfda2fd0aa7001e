import { days } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { together } from '../check.ts';
import { stageOf } from '../item-stage.ts';
import { eachMachine } from '../judge.ts';
import { osFamilyOf } from '../os-family.ts';
import { broken, type Outcome } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import type { MachineInPlay } from '../situation.ts';
import { noStepSays } from '../spoken-steps.ts';
import type { RuleContext, Verdict } from '../verdict.ts';

type Params = { readonly kind: 'step'; readonly words: string } | { readonly kind: 'stopped'; readonly vm: string };

export const toolsOffInAzure = defineRule<Params>({
  code: 'FB134',
  title: 'VMware Tools are turned off and on by Site Recovery',
  kind: 'advice',
  severity: 'info',
  severityBecause: 'the service does it by itself; it only helps to know before somebody repairs what is not broken.',
  architecture: 'both',
  decidedBy: ['text', 'inventory'],
  timeToLive: days(1),
  source: {
    ...articles.failback,
    says: 'on Windows, Site Recovery disables VMware Tools at the failover to Azure and enables them again at failback',
    confidence: 'documented',
  },
  byHand:
    'In Windows, see the service VMTools; in the vSphere client, the summary of the machine tells whether its tools run.\nGet-Service VMTools | Select-Object Status, StartType',
  mend: 'Nothing while the machine is in Azure. Once it is home and the tools still do not run, set the service VMTools to Automatic and start it.',
  message: (params) =>
    params.kind === 'step'
      ? `The step '${params.words}' is about VMware Tools. On Windows Site Recovery turns them off in Azure and on again at failback, so there may be nothing to do.`
      : `'${params.vm}' is home, and its VMware Tools do not run. Site Recovery turned them off at the failover to Azure and should have turned them on again.`,
  reads: [],
  check: together(noStepAboutTools, eachMachine('VMware Tools', stopped)),
});

function* noStepAboutTools(context: RuleContext): Generator<Verdict<Params>> {
  for (const verdict of aboutTools(context))
    if (verdict.kind === 'broken') yield { ...verdict, params: { kind: 'step', words: verdict.params.words } };
}

function stopped(subject: MachineInPlay): Outcome<Params> | undefined {
  const { machine, item, onSite } = subject;
  const os = osFamilyOf(subject);
  if (item.seen === undefined || stageOf(item.seen) !== 'returned' || os === undefined || os.family !== 'windows')
    return undefined;
  // The tools of a machine that is off do not run either.
  if (onSite.seen === undefined || !/on$/i.test(onSite.seen.powerState)) return undefined;
  if (onSite.seen.toolsStatus !== 'guestToolsNotRunning') return undefined;
  return broken({ kind: 'stopped', vm: machine.name }, [item.seen, onSite.seen]);
}

const aboutTools = noStepSays('steps about VMware Tools', /\b(?:vmware|vm)\s*tools\b/i);
