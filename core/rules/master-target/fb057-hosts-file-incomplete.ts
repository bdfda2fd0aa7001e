import { articles } from '../articles.ts';
import { bySaying } from '../decisions.ts';
import { defineRule } from '../rule.ts';
import { eachLinuxTarget } from './linux-target.ts';

export const hostsFileIncomplete = defineRule<{ target: string }>({
  code: 'FB057',
  title: 'Hosts file of the Linux master target is incomplete',
  kind: 'prerequisite',
  severity: 'warning',
  severityBecause: 'it matters when the server is installed and registers; one that the vault lists has passed that.',
  architecture: 'classic',
  decidedBy: ['text'],
  timeToLive: undefined,
  source: {
    ...articles.linuxMasterTarget,
    says: '/etc/hosts must map the local host name to the addresses of all network adapters before the installation; the installer is unpacked in the home directory, for it fails in /usr/local',
    confidence: 'documented',
  },
  seenIn: 'guest',
  byHand:
    'On the master target, compare the addresses of its interfaces with the lines of its own name in /etc/hosts.\nhostname; hostname -I; cat /etc/hosts',
  mend: 'Add one line for each address with the host name of the master target to /etc/hosts. If the server has yet to be installed, unpack the installer in the home directory, not in /usr/local. Or say what you saw: `known { hosts-file: complete }`',
  message: ({ target }) =>
    `/etc/hosts of the Linux master target '${target}' does not map its name to the addresses of all its interfaces. It may register with an address on which nobody reaches it.`,
  reads: [],
  check: eachLinuxTarget('hosts file', ({ name, target }) =>
    bySaying(target.known, 'hosts-file', 'complete', () => ({ target: name })),
  ),
});
