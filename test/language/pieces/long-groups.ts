import type { FailbackServices } from '../../../language-server/src/failback-module.ts';
import { PieceReader } from '../../../language-server/src/pieces/piece-reader.ts';
import type { Planted } from './workspace.ts';

/** Has groups of two lines count as long, so that a short text has all that happens in a long one. */
export const EVERY_GROUP: Planted = {
  failback: {
    pieces: {
      Reader: (services: FailbackServices) => new PieceReader(services, 2),
    },
  },
};

/** Groups in every shape, in files that use each other's names. */
export const GROUPS: Readonly<Record<string, string>> = {
  'a.failback': `import "./b.failback"
runbook r { architecture: modernized  vault: v }
defaults vm { via: a1 }
/// All of them.
vms g { // told
  // the settings
  os: linux
  datastore: silver
  excluded-disks: "a",
    "b"

  n1, n2 { datastore: gold }
  /// Larger than
  /// the others.
  n3 { datastore: gold }
  n4,
  n5
  {
    os: windows "2019"
    nic { port-group: "VLAN 1" }
  }
  nic { address: "x" }
  n6 { via: a1 }, n7
  // nothing below
}
// between
vms h {
  m1
  m2 { datastore: gold }
  m3 {
    via: a1
  }
  os: linux
  M1
}

wave first { machines: g, m1, n3 }
`,
  'b.failback': `vault v {}
datastore gold {}
datastore silver {}
appliance a1 { datastores: gold, silver }
vms site {
  s1 {
    datastore: gold
  }
  s2
  n1 { datastore: silver }
}
`,
};
