import { days } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { broken, verdictOn } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { situationOf } from '../situation.ts';
import { neededPrivileges } from '../vsphere-privileges.ts';
import { listed } from '../words.ts';

/** With one of these an account can give itself all others, or rule beyond machines: an administrator's. */
const MIGHTY: readonly string[] = [
  'Authorization.ModifyPermissions',
  'Authorization.ModifyRoles',
  'Global.Settings',
  'Host.Config.Maintenance',
  'Sessions.TerminateSession',
];

export const vcenterAccountTooMighty = defineRule<{ vcenter: string; mighty: readonly string[] }>({
  code: 'FB133',
  title: 'vCenter account may do far more than it needs',
  kind: 'advice',
  severity: 'info',
  severityBecause: 'failback works with it; who gets hold of its password has the whole datacenter.',
  architecture: 'both',
  decidedBy: ['inventory'],
  timeToLive: days(30),
  source: {
    ...articles.prepareOnPremises,
    says: 'to restrict the account, its role is given with propagation on the datacenter, and No access on child objects that it shall not see; else it has the whole datacenter',
    confidence: 'documented',
  },
  seenIn: 'vcenter',
  byHand:
    'In the vSphere client, open the vCenter, Permissions, and see the role of the account. In PowerCLI:\nGet-VIPermission -Principal DOMAIN\\ACCOUNT | Select-Object Entity, Role, Propagate',
  mend: 'Make a role of the privileges that FB131 lists, give it to the account on the datacenter, propagated, and No access on folders and hosts that it shall not touch.',
  message: ({ vcenter, mighty }) =>
    `The account that Site Recovery uses on '${vcenter}' has ${listed(mighty, 3)}, which failback never needs. It looks like an administrator's.`,
  reads: [],
  *check(context) {
    const { vcenters, howToCapture: how } = situationOf(context);
    for (const { name, at, captured } of vcenters) {
      const seen = captured.seen;
      if (seen === undefined || seen.privileges === undefined) continue;
      const granted = new Set(seen.privileges);
      const mighty = MIGHTY.filter((privilege) => granted.has(privilege) && !neededPrivileges.has(privilege));
      if (mighty.length === 0) continue;
      yield verdictOn(
        { subject: name, at, fact: 'privileges of the account', how },
        broken({ vcenter: name, mighty }, [seen]),
      );
    }
  },
});
