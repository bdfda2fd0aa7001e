// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how the protocol writes a place to fill.

import { type Offer, SNIPPET_KIND } from './items.ts';

/** Several blocks that are written together, with places to fill. */
export interface Template {
  readonly label: string;
  readonly detail: string;
  /** Where it belongs: at the top of a file, or in a runbook or wave. */
  readonly place: 'top' | 'part';
  /** Blocks of which a file has one; where it stands already the template is not offered. */
  readonly once?: string;
  readonly body: readonly string[];
}

/** Offered where they fit only: an editor's own snippets come up at every word. */
export const TEMPLATES: readonly Template[] = [
  {
    label: 'runbook with gates',
    detail: 'a whole runbook for the modernized architecture',
    place: 'top',
    once: 'Runbook',
    body: [
      'import "./${1:site}.site.failback"',
      '',
      '/// ${2:Bring what failed over home.}',
      'runbook ${3:name} {',
      '  architecture: modernized',
      '  vault: ${4:vault}',
      '  inventory: "${3:name}.inventory.json"',
      '  change: "${5:CHG-0000}"',
      '',
      '  before reprotect {',
      '    approve "${6:Replicate back over the old machines}" { by: ${7:lead} }',
      '  }',
      '  before failover {',
      '    approve "${8:Cut over}" { by: ${7:lead} }',
      '  }',
      '  before commit {',
      '    hold: ${9:24} h',
      '    approve "${10:The data is right; the Azure machines may go}" { by: ${7:lead} }',
      '  }',
      '}',
      '',
      'defaults vm { via: ${11:appliance}  location: original }',
      '',
      'vm ${12:machine} {',
      '  os: ${13|windows,linux|}',
      '  datastore: ${14:datastore}',
      '}',
      '',
      'wave ${15:first} { machines: ${12:machine} }',
      '$0',
    ],
  },
  {
    label: 'site',
    detail: 'vault, vCenter, datastore, host, appliance and people, for runbooks to import',
    place: 'top',
    once: 'Runbook',
    body: [
      'vault ${1:vault} {',
      '  subscription: "${2:subscription id}"',
      '  resource-group: "${3:resource group}"',
      '  region: "${4:westeurope}"',
      '  log-storage: "${5:storage account}"',
      '}',
      '',
      'vcenter ${6:vcenter} { address: ${7:vcenter.example.com} }',
      'datastore ${8:datastore} { vcenter: ${6:vcenter}  type: ${9|vmfs,vsan,nfs,vvol|} }',
      'host ${10:host} { vcenter: ${6:vcenter}  datastores: ${8:datastore} }',
      '',
      'appliance ${11:appliance} {',
      '  vcenter: ${6:vcenter}',
      '  host: ${10:host}',
      '  datastores: ${8:datastore}',
      '}',
      '',
      'person ${12:lead} { name: "${13:Full Name}"  email: "${14:name@example.com}" }',
      '$0',
    ],
  },
  {
    label: 'gate',
    detail: 'an approval before a stage',
    place: 'part',
    body: [
      'before ${1|reprotect,failover,commit,protect|} {',
      '  approve "${2:What is approved}" { by: ${3:person} }',
      '}',
      '$0',
    ],
  },
  {
    label: 'verify',
    detail: 'after the failover: switch traffic, probe, ask a person',
    place: 'part',
    body: [
      'after failover {',
      '  switch-traffic { profile: ${1:profile}  endpoint: ${2:on-premises} }',
      '  probe "${3:It answers}" { tcp: ${4:machine}  port: ${5:443}  within: ${6:10} min }',
      '  ask "${7:Monitoring and backup are enrolled again}" { by: ${8:person} }',
      '}',
      '$0',
    ],
  },
];

/** The templates of a place, behind the words that may stand there. */
export function templateOffers(place: Template['place'], present: ReadonlySet<string> = new Set()): readonly Offer[] {
  return TEMPLATES.filter((one) => one.place === place && !(one.once !== undefined && present.has(one.once))).map(
    ({ label, detail, body }) => ({
      label,
      kind: SNIPPET_KIND,
      detail,
      insert: body.join('\n'),
      isSnippet: true,
      rank: 40,
    }),
  );
}
