import { days } from '../../quantity.ts';
import { allowedOn } from '../allowed-actions.ts';
import { articles } from '../articles.ts';
import { broken, holds, type Outcome, unknown, verdictOn } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { lookOf } from '../sighting.ts';
import { type Situation, section, situationOf } from '../situation.ts';

const READING: readonly string[] = [
  'Microsoft.OffAzure/VMwareSites/runasaccounts/read',
  'Microsoft.OffAzure/VMwareSites/machines/read',
];

export const accountsNotReadable = defineRule<{ site: string }>({
  code: 'FB192',
  title: 'Accounts of the site cannot be read',
  kind: 'prerequisite',
  severity: 'warning',
  severityBecause: 'coming home works without; protecting again needs the account, and the machine stays unprotected.',
  architecture: 'modernized',
  decidedBy: ['inventory', 'preflight'],
  timeToLive: days(7),
  source: {
    ...articles.recordedProtectAgain,
    says: 'protecting again names a run-as account under Microsoft.OffAzure/VMwareSites, which is not in the vault and has rights of its own',
    confidence: 'observed',
  },
  byHand:
    'Signed in as whoever runs it, list the accounts of the site:\naz rest --method get --url "https://management.azure.com/SITE-ID/runasaccounts?api-version=2020-01-01"',
  mend: 'Give whoever captures and runs Reader on the VMware site (Microsoft.OffAzure/VMwareSites), which is in the resource group of the appliance; then capture anew.',
  message: ({ site }) =>
    `Whoever captured may not read the accounts of the site '${site}'. Protecting again names one of them, so the machines stay unprotected after the commit.`,
  reads: [],
  *check(context) {
    const situation = situationOf(context);
    const { runbook, howToCapture: how } = situation;
    const subject = runbook.vault === undefined ? runbook.name : runbook.vault.value.name;
    const at = runbook.vault === undefined ? runbook.at : runbook.vault.at;
    yield verdictOn({ subject, at, fact: 'right to read the accounts of the site', how }, judged(situation));
  },
});

/** Accounts that were read could be read; where none were, the rights tell why. */
function judged({ world }: Situation): Outcome<{ site: string }> {
  const accounts = section(world, 'runAsAccounts');
  if (world !== undefined && accounts !== undefined && accounts.length > 0) return holds(...accounts, lookOf(world));
  const sites = (section(world, 'fabrics') ?? []).flatMap(({ vmwareSiteId }) => vmwareSiteId ?? []);
  const [site] = sites;
  if (site === undefined) return unknown();
  const allowed = allowedOn(site, READING, section(world, 'rights'));
  if (allowed === undefined) return unknown();
  if (allowed.missing.length === 0) return holds(...allowed.seen);
  if (allowed.partial) return unknown('rights were asked for above the site only, and more may be granted on it');
  return broken({ site: site.slice(site.lastIndexOf('/') + 1) }, allowed.seen);
}
