import assert from 'node:assert/strict';
import { test } from 'node:test';
import { finalPlaces } from '../../core/plan/final-places.ts';
import { loadText } from '../support/load-texts.ts';

/** Each place as `line guard why`, the line as it is written. */
async function drawn(text: string): Promise<readonly string[]> {
  const { runbook, problems } = await loadText(text);
  assert.deepEqual(
    problems.filter(({ severity }) => severity === 'error').map(({ message }) => message),
    [],
  );
  assert.ok(runbook);
  const lines = text.split('\n');
  return finalPlaces(runbook).map(
    ({ at, guard, why }) => `${lines[at.start.line]?.trim()} | ${guard} | ${why.replaceAll('\n', ' / ')}`,
  );
}

const site = `
vault dr { }
vcenter vc { address: "vc.example" }
datastore gold { vcenter: vc }
appliance asr { vcenter: vc }
person lead { }
person owner { }
`;

test('an approval, a word and nothing at all in front of what is final', async () => {
  const text = `${site}
runbook r {
  architecture: modernized  vault: dr
  before reprotect { approve "Replicate back" { by: lead } }
}
vm a { via: asr  datastore: gold }
vm b { via: asr  datastore: gold  location: alternate }
wave one {
  machines: a
  before failover { hold: 1 h }
  before commit {
    hold: 1 h
    without-approval "nobody is awake"
  }
}
wave two { machines: b }
`;
  assert.deepEqual(await drawn(text), [
    `before reprotect { approve "Replicate back" { by: lead } } | approval | Point of no return: reprotect of 'one', 'two' waits for an approval here. It commits the failover to Azure and overwrites the old machine.`,
    `without-approval "nobody is awake" | nobody | Point of no return: commit of 'one' passes here without anybody’s approval. It deletes the machine in Azure and all its recovery points.`,
    "wave two { machines: b } | missing | Point of no return: commit of 'two' has neither an `approve` nor a `without-approval` in front of it, so a live run is refused. It deletes the machine in Azure and all its recovery points.",
  ]);
});

test('an approval makes a word for the same stage idle', async () => {
  const text = `${site}
runbook r {
  architecture: modernized  vault: dr
  before reprotect { without-approval "agreed by telephone" }
  before commit { approve "The data is right" { by: owner } }
}
vm a { via: asr  datastore: gold }
wave one {
  machines: a
  before reprotect { approve "Replicate back" { by: lead } }
}
`;
  const places = await drawn(text);
  assert.equal(places.length, 2);
  assert.ok(places.every((place) => place.includes('| approval |')));
  assert.ok(places.some((place) => place.startsWith('before reprotect { approve')));
});

test('old machines that are deleted, once for a group, as weakly guarded as the weakest of them', async () => {
  const text = `${site}
runbook r {
  architecture: modernized  vault: dr
  before commit { approve "The data is right" { by: owner } }
}
defaults vm {
  via: asr
  datastore: gold
  delete-old-machine: true
}
vm a { }
vm b { }
vm c { delete-old-machine: false }
wave one {
  machines: a, c
  before reprotect { approve "Replicate back" { by: lead } }
}
wave two {
  machines: b
  before reprotect { without-approval "it is empty" }
}
after-all { remove-leftovers: network-interfaces, disks }
`;
  const deletion = (await drawn(text)).filter((place) => place.includes('is deleted') || place.includes('removed'));
  assert.deepEqual(deletion, [
    'delete-old-machine: true | nobody | Point of no return: the old machine of a, b is deleted before reprotect. The old machine and its disks are gone for good.',
    'after-all { remove-leftovers: network-interfaces, disks } | nobody | Point of no return: network interfaces and disks left in Azure are removed after all. What is deleted in Azure is gone for good.',
  ]);
});

test('of the classic architecture the failover too, and a process server that is removed', async () => {
  const text = `
vault dr { }
datastore gold { }
configuration-server cs { }
process-server ps { where: azure  remove: after-failback }
process-server kept { where: azure  remove: never }
master-target mt { }
person lead { }
runbook r {
  architecture: classic  vault: dr
  before failover { approve "Cut over" { by: lead } }
}
vm a { via: mt  datastore: gold  process-server: ps }
wave one { machines: a }
`;
  const places = await drawn(text);
  assert.deepEqual(
    places.map((place) => place.split(' | ').slice(0, 2)),
    [
      ['before failover { approve "Cut over" { by: lead } }', 'approval'],
      ['wave one { machines: a }', 'missing'],
      ['process-server ps { where: azure  remove: after-failback }', 'nobody'],
    ],
  );
  assert.match(places[0] ?? '', /A classic failback cannot be cancelled\./);
  assert.match(places[1] ?? '', /reprotect of 'one' has neither .* \/ .*commit of 'one' has neither/);
});
