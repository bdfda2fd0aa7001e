import { hours } from '../../quantity.ts';
import { articles } from '../articles.ts';
import { bySaying } from '../decisions.ts';
import { eachVCenter } from '../judge.ts';
import { broken, holds, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import type { VCenterInPlay } from '../site-in-play.ts';

export const vcenterDisconnected = defineRule<{ vcenter: string; heard: string | undefined }>({
  code: 'FB132',
  title: 'vCenter is not connected',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause:
    'disks are detached and attached through vCenter at failback; without it the machine is left half moved.',
  architecture: 'both',
  decidedBy: ['inventory', 'preflight', 'run'],
  timeToLive: hours(4),
  source: {
    ...articles.reprotect,
    says: 'vCenter must be connected during reprotect and failback, or the disks cannot be detached and attached',
    confidence: 'documented',
  },
  seenIn: 'vcenter',
  byHand:
    'On the appliance, open its configuration manager and see the state of the vCenter; in the vault, the appliance shows it too.',
  mend: 'Bring vCenter up, see that the appliance reaches it on 443 and that the password of its account is current. Or say what you know: `known { connected: true }`',
  message: ({ vcenter, heard }) =>
    `The vCenter '${vcenter}' is not connected${heard === undefined ? '' : `; it was last heard at ${heard}`}. At failback the disks are detached and attached through it.`,
  reads: [],
  check: eachVCenter({ fact: 'connection', declared: asSaid }, (captured, { name }) => {
    if (captured.connected === undefined) return unknown(`the capture did not tell whether '${name}' is connected`);
    return captured.connected ? holds(captured) : broken({ vcenter: name, heard: captured.lastHeartbeat }, [captured]);
  }),
});

function asSaid({ name, declared: said }: VCenterInPlay) {
  return said === undefined
    ? undefined
    : bySaying(said.known, 'connected', true, () => ({ vcenter: name, heard: undefined }));
}
