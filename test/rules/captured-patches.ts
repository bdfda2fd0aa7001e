/**
 * What a fixture says of the captured world, in `// captured:` lines over the base inventory:
 *
 *     // captured: nothing                                     no inventory at all
 *     // captured: no items.web.agent                          a section or a field that nobody captured
 *     // captured: items.web.protectionState = "Protected"     SECTION.NAME.FIELD = JSON
 *     // captured: items.web.disks = 61 of { … }               a list of so many equal entries
 *     // captured: hosts += { … }                              one more entry
 *     // captured: items.web returns                           reprotected, replicates home
 *     // captured: items.web returned                          failed over to the site, commit pending
 *     // captured: m-1 to m-101 like web                       copies of all that was captured of a machine
 */
export function patched(base: Json, patches: readonly string[]): Json | undefined {
  let inventory: Json | undefined = structuredClone(base);
  for (const patch of patches) {
    if (inventory === undefined) throw new Error(`'${patch}' patches an inventory that was taken away.`);
    if (patch === 'nothing') inventory = undefined;
    else apply(inventory, patch);
  }
  return inventory;
}

// biome-ignore lint/suspicious/noExplicitAny: a document that tests take apart by path.
export type Json = Record<string, any>;

const CLASSIC_STAGES: Record<string, Json> = {
  returns: {
    instanceType: 'InMage',
    protectionState: 'Protected',
    activeLocation: 'Primary',
    allowedOperations: ['UnplannedFailover', 'DisableProtection'],
    masterTargetId: 'MT-WIN',
    processServerId: 'PS-AZURE',
    recoveryPoints: [{ id: 'point-1', time: '2026-11-23T08:55:00Z', type: 'CrashConsistent' }],
  },
  returned: {
    instanceType: 'InMage',
    protectionState: 'UnplannedFailoverCommitPendingStatesBegin',
    activeLocation: 'Recovery',
    allowedOperations: ['Commit', 'DisableProtection'],
  },
};

const STAGES: Record<string, Json> = {
  returns: {
    instanceType: 'InMageRcmFailback',
    protectionState: 'Protected',
    activeLocation: 'Primary',
    allowedOperations: ['PlannedFailover', 'DisableProtection'],
    reprotectAgentId: 'agent-01',
    agent: { registeredAfterFailover: null },
    recoveryPoints: [{ id: 'point-1', time: '2026-11-23T08:55:00Z', type: 'CrashConsistent' }],
  },
  returned: {
    instanceType: 'InMageRcmFailback',
    protectionState: 'CommitPendingStatesBegin',
    activeLocation: 'Recovery',
    allowedOperations: ['CompleteMigration', 'Commit', 'DisableProtection', 'SwitchProtection', 'CancelFailover'],
  },
};

const forms: readonly { readonly form: RegExp; apply(inventory: Json, words: readonly string[]): void }[] = [
  { form: /^no (\S+)$/, apply: (inventory, [path]) => remove(inventory, path!) },
  {
    form: /^(\S+) (returns|returned)$/,
    apply: (inventory, [path, stage]) => {
      const item = find(inventory, path!.split('.'));
      Object.assign(item, (item.instanceType === 'InMageAzureV2' ? CLASSIC_STAGES : STAGES)[stage!]);
    },
  },
  {
    form: /^(\S*?)(\d+) to \S*?(\d+) like (\S+)$/,
    apply: (inventory, [prefix, from, to, original]) =>
      copyMachine(inventory, original!, prefix!, Number(from), Number(to)),
  },
  {
    form: /^(\S+) \+= (.+)$/,
    apply: (inventory, [path, json]) => find(inventory, path!.split('.')).push(JSON.parse(json!)),
  },
  {
    form: /^(\S+) = (\d+) of (.+)$/,
    apply: (inventory, [path, count, json]) =>
      set(
        inventory,
        path!,
        Array.from({ length: Number(count) }, () => JSON.parse(json!)),
      ),
  },
  { form: /^(\S+) = (.+)$/, apply: (inventory, [path, json]) => set(inventory, path!, JSON.parse(json!)) },
];

function apply(inventory: Json, patch: string): void {
  for (const { form, apply: change } of forms) {
    const words = form.exec(patch);
    if (words === null) continue;
    change(inventory, words.slice(1));
    return;
  }
  throw new Error(`The fixture says '// captured: ${patch}', which means nothing.`);
}

function set(inventory: Json, path: string, value: unknown): void {
  const keys = path.split('.');
  const last = keys.pop()!;
  find(inventory, keys)[last] = value;
}

function remove(inventory: Json, path: string): void {
  const keys = path.split('.');
  const last = keys.pop()!;
  const owner = find(inventory, keys);
  if (Array.isArray(owner)) owner.splice(owner.indexOf(entry(owner, last)), 1);
  else if (last in owner) delete owner[last];
  else throw new Error(`The base inventory has no '${path}' to take away.`);
}

function find(inventory: Json, keys: readonly string[]): Json {
  return keys.reduce((owner, key) => (Array.isArray(owner) ? entry(owner, key) : owner[key]), inventory);
}

function entry(list: readonly Json[], name: string): Json {
  const found = list.find((each, index) => [each.friendlyName, each.name, each.kind, String(index)].includes(name));
  if (found === undefined) throw new Error(`The base inventory has no '${name}' there.`);
  return found;
}

function copyMachine(inventory: Json, original: string, prefix: string, from: number, to: number): void {
  for (let number = from; number <= to; number += 1) {
    const name = `${prefix}${number}`;
    const item = structuredClone(entry(inventory.items, original));
    const vm = structuredClone(entry(inventory.azureVms, original));
    const azureVmId = `${item.azureVmId}-${name}`;
    inventory.items.push({ ...item, id: `${item.id}-${name}`, name: `item-${name}`, friendlyName: name, azureVmId });
    inventory.azureVms.push({ ...vm, id: azureVmId, name });
    inventory.siteMachines.push({ ...ownIds(structuredClone(entry(inventory.siteMachines, original)), name), name });
  }
}

/** A copy of a machine on the site is another machine: no two have one UUID, and no two disks. */
function ownIds(machine: Json, name: string): Json {
  const own = (uuid: string | undefined) => (uuid === undefined ? {} : { uuid: `${uuid}-${name}` });
  return {
    ...machine,
    ...own(machine.uuid),
    disks: machine.disks.map((disk: Json) => ({ ...disk, ...own(disk.uuid) })),
  };
}
