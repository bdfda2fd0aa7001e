import { days } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { broken, holds, type Outcome, unknown, verdictOn } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { lookOf } from '../sighting.ts';
import { type Situation, section, situationOf } from '../situation.ts';
import { listed } from '../words.ts';

/** What the provider types of fabrics mean, for people. */
const KINDS: ReadonlyMap<string, string> = new Map([
  ['VMware', 'classic VMware'],
  ['VMwareV2', 'classic VMware'],
  ['HyperVSite', 'Hyper-V'],
  ['VMM', 'Hyper-V under VMM'],
  ['Azure', 'Azure to Azure'],
]);

export const vaultNotExclusive = defineRule<{ vault: string; others: readonly string[] }>({
  code: 'FB121',
  title: 'Vault serves other kinds of replication too',
  kind: 'prerequisite',
  severity: 'warning',
  severityBecause: 'the article wants a vault of its own for the appliance; what fails otherwise it does not say.',
  architecture: 'modernized',
  decidedBy: ['inventory', 'preflight'],
  timeToLive: days(30),
  source: {
    ...articles.applianceMatrix,
    says: 'the appliance is set up in a new vault that serves nothing else',
    confidence: 'documented',
  },
  byHand:
    'In the vault, open Site Recovery infrastructure: there must be no servers under Hyper-V, classic VMware or Azure.\naz site-recovery fabric list --resource-group RG --vault-name VAULT --query "[].{name:name, kind:properties.customDetails.instanceType}"',
  mend: 'Nothing in the middle of a failback; afterwards move what else it protects to a vault of its own. Accept it until then.',
  message: ({ vault, others }) =>
    `The vault '${vault}' serves ${others.join(', ')} beside the appliance. The appliance is supported in a vault of its own.`,
  reads: [],
  *check(context) {
    const situation = situationOf(context);
    const { runbook, howToCapture: how } = situation;
    const subject = runbook.vault === undefined ? runbook.name : runbook.vault.value.name;
    const at = runbook.vault === undefined ? runbook.at : runbook.vault.at;
    yield verdictOn({ subject, at, fact: 'kinds of fabrics', how }, judged(subject, situation));
  },
});

function judged(vault: string, { world }: Situation): Outcome<{ vault: string; others: readonly string[] }> {
  const fabrics = section(world, 'fabrics');
  if (world === undefined || fabrics === undefined) return unknown();
  const others = fabrics.filter(({ instanceType }) => instanceType !== 'InMageRcm');
  if (others.length === 0) return holds(...fabrics, lookOf(world));
  const kinds = [...Map.groupBy(others, ({ instanceType }) => KINDS.get(instanceType) ?? instanceType)];
  return broken(
    {
      vault,
      others: kinds.map(
        ([kind, of]) =>
          `${kind} (${listed(
            of.map(({ name }) => name),
            3,
          )})`,
      ),
    },
    others,
  );
}
